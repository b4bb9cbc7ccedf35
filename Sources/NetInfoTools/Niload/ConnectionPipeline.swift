import NetInfoClient
import NetInfoProtocol
import ONCRPC
import XDR

/// Sends writes on one connection ahead of their replies. The server carries them out in this order.
final class ConnectionPipeline: WritePipeline {
    /// Calls under way at most. Servers that make many writes durable together need many at once.
    private static let window = 512

    private let connection: NetInfoConnection
    /// How long one reply may take.
    private let timeout: Duration
    private let stop: StopRequest
    private var waiting: [UInt32: (number: Int, reply: Reply)] = [:]
    private var count = 0
    private(set) var unanswered = 0
    private(set) var signal: Int32?

    init(_ connection: NetInfoConnection, timeout: Duration, stop: StopRequest) {
        self.connection = connection
        self.timeout = timeout
        self.stop = stop
    }

    func create(
        _ properties: PropertyList, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        try send(.create, { NetInfoConnection.encodeCreate(properties, in: parent, to: &$0) }, reply)
    }

    func write(
        _ properties: PropertyList, to id: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        let encode: (inout XDRWriter) -> Void = {
            id.write(to: &$0)
            properties.write(to: &$0)
        }
        try send(.write, encode, reply)
    }

    func destroy(
        _ child: DirectoryID, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        let encode: (inout XDRWriter) -> Void = {
            parent.write(to: &$0)
            child.write(to: &$0)
        }
        try send(.destroy, encode, reply)
    }

    private func send(
        _ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void, _ reply: @escaping Reply
    ) throws(NetInfoClientError) {
        // Taking many replies in a row lets both sides work on, rather than wait for each other at every call.
        if waiting.count >= Self.window {
            while waiting.count > Self.window / 2 { try receive() }
        }
        signal = signal ?? stop.signal()
        guard signal == nil else { throw NetInfoClientError(.failed) }
        connection.deadline = .after(timeout)
        waiting[try connection.submit(procedure, encode)] = (count, reply)
        count += 1
    }

    func end(_ error: NetInfoClientError) {
        var error = error
        if error.transport == nil {
            do throws(NetInfoClientError) { return try drain() } catch let late { error = late }
        }
        unanswered += waiting.count
        let replies = waiting.values.sorted { $0.number < $1.number }.map(\.reply)
        waiting = [:]
        for reply in replies { reply(.failure(error)) }
    }

    func drain() throws(NetInfoClientError) {
        while !waiting.isEmpty { try receive() }
    }

    func wait(until condition: () -> Bool) throws(NetInfoClientError) {
        while !condition(), !waiting.isEmpty { try receive() }
    }

    private func receive() throws(NetInfoClientError) {
        connection.deadline = .after(timeout)
        let (xid, result) = try connection.collect { (reader) throws(XDRError) in
            var ids: [DirectoryID] = []
            while reader.remaining >= 8 { ids.append(try DirectoryID(from: &reader)) }
            return ids
        }
        guard let call = waiting.removeValue(forKey: xid) else { throw NetInfoClientError(.failed) }
        call.reply(result)
    }
}

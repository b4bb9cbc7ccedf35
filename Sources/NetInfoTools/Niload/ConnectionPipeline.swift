import NetInfoClient
import NetInfoProtocol
import ONCRPC
import XDR

/// Sends writes on one connection ahead of their replies. The server carries them out in this order.
final class ConnectionPipeline: WritePipeline {
    private static let window = 64

    private let connection: NetInfoConnection
    /// How long one reply may take.
    private let timeout: Duration
    private var waiting: [UInt32: Reply] = [:]

    init(_ connection: NetInfoConnection, timeout: Duration) {
        self.connection = connection
        self.timeout = timeout
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
        while waiting.count >= Self.window { try receive() }
        connection.deadline = .after(timeout)
        waiting[try connection.submit(procedure, encode)] = reply
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
        guard let reply = waiting.removeValue(forKey: xid) else { throw NetInfoClientError(.failed) }
        reply(result)
    }
}

import NetInfoClient
import NetInfoProtocol

/// Carries out each write at once, where that costs no waiting: in a database on disk, which is committed later.
final class DirectPipeline: WritePipeline {
    private let access: any DirectoryAccess
    private let stop: StopRequest
    private(set) var signal: Int32?
    let unanswered = 0

    init(_ access: any DirectoryAccess, stop: StopRequest) {
        self.access = access
        self.stop = stop
    }

    func create(
        _ properties: PropertyList, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        try carryOut(reply) { () throws(NetInfoClientError) in
            let made = try access.create(properties, in: parent)
            return [made.id, made.parent]
        }
    }

    func write(
        _ properties: PropertyList, to id: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        try carryOut(reply) { () throws(NetInfoClientError) in [try access.write(properties, to: id)] }
    }

    func destroy(
        _ child: DirectoryID, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError) {
        try carryOut(reply) { () throws(NetInfoClientError) in [try access.destroy(child, in: parent)] }
    }

    private func carryOut(
        _ reply: Reply, _ body: () throws(NetInfoClientError) -> [DirectoryID]
    ) throws(NetInfoClientError) {
        signal = signal ?? stop.signal()
        guard signal == nil else { throw NetInfoClientError(.failed) }
        do throws(NetInfoClientError) { reply(.success(try body())) } catch { reply(.failure(error)) }
    }

    func drain() {}

    func wait(until condition: () -> Bool) {}

    func end(_ error: NetInfoClientError) {}
}

import NetInfoClient
import NetInfoProtocol

/// Where a load sends its writes, in order. A reply may come at once or later.
protocol WritePipeline: AnyObject {
    typealias Reply = (Result<[DirectoryID], NetInfoClientError>) -> Void

    /// Makes a directory; the parent's instance must take into account what was sent before. Replies with the new
    /// directory's id.
    func create(
        _ properties: PropertyList, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError)

    /// Replaces all properties of a directory.
    func write(
        _ properties: PropertyList, to id: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError)

    /// Removes a directory without children.
    func destroy(
        _ child: DirectoryID, in parent: DirectoryID, then reply: @escaping Reply
    ) throws(NetInfoClientError)

    /// Waits until all replies are in.
    func drain() throws(NetInfoClientError)

    /// Waits until a condition that a reply brings about holds.
    func wait(until condition: () -> Bool) throws(NetInfoClientError)
}

/// Carries out each write at once, where that costs no waiting: in a database on disk, which is committed later.
final class DirectPipeline: WritePipeline {
    private let access: any DirectoryAccess

    init(_ access: any DirectoryAccess) { self.access = access }

    func create(_ properties: PropertyList, in parent: DirectoryID, then reply: @escaping Reply) {
        self.reply(reply) { () throws(NetInfoClientError) in
            let made = try access.create(properties, in: parent)
            return [made.id, made.parent]
        }
    }

    func write(_ properties: PropertyList, to id: DirectoryID, then reply: @escaping Reply) {
        self.reply(reply) { () throws(NetInfoClientError) in [try access.write(properties, to: id)] }
    }

    func destroy(_ child: DirectoryID, in parent: DirectoryID, then reply: @escaping Reply) {
        self.reply(reply) { () throws(NetInfoClientError) in [try access.destroy(child, in: parent)] }
    }

    private func reply(_ reply: Reply, _ body: () throws(NetInfoClientError) -> [DirectoryID]) {
        do throws(NetInfoClientError) { reply(.success(try body())) } catch { reply(.failure(error)) }
    }

    func drain() {}

    func wait(until condition: () -> Bool) {}
}

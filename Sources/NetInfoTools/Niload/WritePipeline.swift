import NetInfoClient
import NetInfoProtocol

/// Where a load sends its writes, in order. A reply may come at once or later.
///
/// A write that finds a signal noted is not sent but fails, and `signal` tells from then on.
protocol WritePipeline: AnyObject {
    typealias Reply = (Result<[DirectoryID], NetInfoClientError>) -> Void

    /// The signal that somebody wants the load to stop with; nil before a write has found it.
    var signal: Int32? { get }

    /// Calls whose replies never came, so that nobody knows whether they were carried out.
    var unanswered: Int { get }

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

    /// Ends after an error. While the server still answers, what was sent gets its replies.
    func end(_ error: NetInfoClientError)
}

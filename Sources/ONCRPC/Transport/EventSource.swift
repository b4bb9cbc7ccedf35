/// Something with a descriptor that an event loop watches.
package protocol EventSource: AnyObject {
    var descriptor: Int32 { get }

    /// Handles what happened to the descriptor.
    func ready(_ readiness: Readiness, on loop: EventLoop)
}

import Glibc
import ONCRPC

/// Runs an action on a loop's own thread when another thread asks for it.
final class StopSource: EventSource {
    let descriptor: Int32
    private let action: () -> Void

    /// Watches a socket, which the loop will own, for a byte.
    init(descriptor: Int32, action: @escaping () -> Void) {
        self.descriptor = descriptor
        self.action = action
    }

    func ready(_ readiness: Readiness, on loop: EventLoop) {
        var byte: UInt8 = 0
        guard read(descriptor, &byte, 1) == 1 else {
            loop.remove(self)
            return
        }
        action()
    }
}

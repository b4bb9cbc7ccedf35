import CLinux
import Glibc
import Synchronization

/// The way into an event loop from other threads.
package final class LoopMailbox: Sendable {
    /// The reply to a call that was deferred: its results, without the RPC header.
    package struct Completion: Sendable {
        package let ticket: ReplyTicket
        package let outcome: RPCOutcome
        package let results: [UInt8]

        package init(ticket: ReplyTicket, outcome: RPCOutcome, results: [UInt8]) {
            self.ticket = ticket
            self.outcome = outcome
            self.results = results
        }
    }

    private struct Contents {
        var completions: [Completion] = []
        var tasks: [@Sendable (EventLoop) -> Void] = []
    }

    private let contents = Mutex(Contents())
    let descriptor: Int32

    init() throws(SystemError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("create an eventfd") }
    }

    deinit {
        close(descriptor)
    }

    /// Answers deferred calls; one wake-up however many they are.
    package func complete(_ completions: [Completion]) {
        contents.withLock { $0.completions += completions }
        wake()
    }

    /// Runs `task` on the loop's thread.
    package func perform(_ task: @escaping @Sendable (EventLoop) -> Void) {
        contents.withLock { $0.tasks.append(task) }
        wake()
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func drain(on loop: EventLoop) {
        var ignored: UInt64 = 0
        _ = read(descriptor, &ignored, 8)
        let taken = contents.withLock { contents in
            let taken = contents
            contents = Contents()
            return taken
        }
        loop.finish(taken.completions)
        for task in taken.tasks { task(loop) }
    }
}

/// Wakes the loop when its mailbox has mail.
final class MailboxSource: EventSource {
    private let mailbox: LoopMailbox

    init(_ mailbox: LoopMailbox) { self.mailbox = mailbox }

    var descriptor: Int32 { mailbox.descriptor }

    func ready(_ readiness: Readiness, on loop: EventLoop) {
        mailbox.drain(on: loop)
    }
}

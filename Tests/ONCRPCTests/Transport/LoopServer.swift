import Dispatch
import Foundation
import NetInfoTesting
import ONCRPC
import Synchronization

/// An event loop with a `DelayProgram` on a thread of its own.
final class LoopServer: Sendable {
    let port: UInt16
    private let mailbox: LoopMailbox
    private let ended = DispatchSemaphore(value: 0)

    init(limits: TransportLimits = TransportLimits()) throws {
        let box = StartBox()
        let ended = ended
        Thread {
            defer { ended.signal() }
            guard let loop = try? EventLoop(limits: limits),
                let stream = try? Socket.bound(.stream, to: PeerAddress(host: .loopback, port: 0))
            else {
                box.start(nil)
                return
            }
            let endpoint = RPCEndpoint([DelayProgram(loop: loop)])
            try? loop.add(StreamListener(descriptor: stream, endpoint: endpoint), .readable)
            box.start((Socket.localAddress(stream)?.port ?? 0, loop.mailbox))
            loop.run()
        }.start()
        guard let (port, mailbox) = box.wait() else { throw WireError.system("no loop") }
        (self.port, self.mailbox) = (port, mailbox)
    }

    deinit {
        mailbox.perform { $0.stop() }
        _ = ended.wait(timeout: .now() + 10)
    }

    func client() throws -> WireClient { try WireClient(port: port) }

    private final class StartBox: Sendable {
        private let value = Mutex<(UInt16, LoopMailbox)?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        func start(_ started: (UInt16, LoopMailbox)?) {
            value.withLock { $0 = started }
            semaphore.signal()
        }

        func wait() -> (UInt16, LoopMailbox)? {
            _ = semaphore.wait(timeout: .now() + 10)
            return value.withLock { $0 }
        }
    }
}

import Foundation
import Glibc
import Synchronization

/// A thread with a network of its own, as another machine would have: the sockets it opens belong there for good.
///
/// The network goes when the thread has ended and its sockets are closed; nothing is left behind.
package final class NetworkThread: Sendable {
    /// The network's file, for nsenter(1) and ip(8).
    package let path: String
    private let work: Work

    private final class Work: Sendable {
        let jobs = Mutex<[@Sendable () -> Void]>([])
        let isEnding = Mutex(false)
        let arrived = DispatchSemaphore(value: 0)

        func run() {
            while true {
                arrived.wait()
                let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?()
                if job == nil, isEnding.withLock({ $0 }) { return }
            }
        }
    }

    private typealias Unshare = @convention(c) (Int32) -> Int32

    /// Starts the thread.
    ///
    /// - Throws: a `POSIXError` when this process may not make networks.
    package init() throws {
        let work = Work()
        let isReady = DispatchSemaphore(value: 0)
        let found = Found()
        Thread.detachNewThread {
            found.path.withLock { $0 = Self.separate() }
            isReady.signal()
            work.run()
        }
        isReady.wait()
        guard let path = found.path.withLock({ $0 }) else {
            work.isEnding.withLock { $0 = true }
            work.arrived.signal()
            throw POSIXError(.EPERM)
        }
        (self.path, self.work) = (path, work)
    }

    private final class Found: Sendable {
        let path = Mutex<String?>(nil)
    }

    deinit {
        work.isEnding.withLock { $0 = true }
        work.arrived.signal()
    }

    /// Gives the calling thread a network of its own; the network's file, or nil.
    private static func separate() -> String? {
        let newNetwork: Int32 = 0x4000_0000
        guard let symbol = dlsym(nil, "unshare"), unsafeBitCast(symbol, to: Unshare.self)(newNetwork) == 0,
            let task = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        else { return nil }
        return "/proc/\(task)/ns/net"
    }

    /// Runs `body` on the thread; threads that it starts share its network.
    package func perform<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let result = Answer<Value>()
        work.jobs.withLock { jobs in
            jobs.append {
                result.value.withLock { $0 = Result { try body() } }
                result.isThere.signal()
            }
        }
        work.arrived.signal()
        result.isThere.wait()
        return try result.value.withLock { try $0.get() }
    }

    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Result<Value, any Error>>(.failure(POSIXError(.EINVAL)))
        let isThere = DispatchSemaphore(value: 0)
    }
}

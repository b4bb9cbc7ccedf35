import Foundation
import Glibc
import Synchronization

/// Work as another user of this host, which takes root.
package enum OtherUser {
    /// A user that owns nothing.
    package static let stranger: UInt32 = 61_234

    #if arch(x86_64)
        private static let setresuid = 117
    #else
        private static let setresuid = 147
    #endif

    private typealias SystemCall = @convention(c) (Int, Int, Int, Int) -> Int

    /// Runs `body` on a thread whose effective user is `user`; the rest of the process keeps its own.
    ///
    /// - Throws: what `body` throws, or a `POSIXError` when this process may not change its user.
    package static func perform<Value: Sendable>(
        as user: UInt32, _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        let box = Box<Value>()
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            box.result.withLock { $0 = Result { try become(user, body) } }
            done.signal()
        }
        done.wait()
        return try box.result.withLock { try $0.get() }
    }

    /// setresuid(2) of glibc changes all threads of the process; the system call itself just this one.
    private static func become<Value>(_ user: UInt32, _ body: () throws -> Value) throws -> Value {
        guard let symbol = dlsym(nil, "syscall") else { throw POSIXError(.ENOSYS) }
        let call = unsafeBitCast(symbol, to: SystemCall.self)
        guard call(setresuid, -1, Int(user), -1) == 0 else { throw POSIXError(.EPERM) }
        return try body()
    }

    private final class Box<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>>(.failure(POSIXError(.EPERM)))
    }
}

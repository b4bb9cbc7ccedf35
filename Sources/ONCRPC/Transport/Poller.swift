import CLinux
import Glibc

/// What a descriptor is watched for, and what happened to it.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    package static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    package static let failed = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}

/// An epoll instance.
struct Poller: ~Copyable {
    private let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(SystemError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("create an epoll instance") }
        events = .allocate(capacity: 256)
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    func add(_ fd: Int32, _ interest: Readiness) throws(SystemError) {
        guard control(EPOLL_CTL_ADD, fd, interest) == 0 else { throw SystemError("watch a descriptor") }
    }

    func modify(_ fd: Int32, _ interest: Readiness) {
        _ = control(EPOLL_CTL_MOD, fd, interest)
    }

    func remove(_ fd: Int32) {
        _ = control(EPOLL_CTL_DEL, fd, [])
    }

    private func control(_ operation: Int32, _ fd: Int32, _ interest: Readiness) -> Int32 {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.fd = fd
        return epoll_ctl(descriptor, operation, fd, &event)
    }

    /// Waits at most `milliseconds` (negative: without end) and hands every event to `body`.
    func wait(milliseconds: Int32, _ body: (Int32, Readiness) -> Void) {
        let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            body(events[index].data.fd, Readiness(rawValue: events[index].events))
        }
    }
}

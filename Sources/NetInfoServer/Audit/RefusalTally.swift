import NetInfoProtocol
import NetInfoStore
import ONCRPC

/// Notes refusals so that nobody can push others out of the account: of those that are alike within a minute the first
/// has a line, the others are counted, and the minute's end tells how many they were.
///
/// Lives on the event loop's thread.
package final class RefusalTally {
    private struct Key: Hashable {
        let trail: ObjectIdentifier
        /// Nil for all addresses together.
        let host: HostAddress?
        let localUser: UInt32?
        /// Nil for whatever an address was refused.
        let action: AuditEvent.Action?
        let directory: UInt32?
        let uid: UInt32?
        let outcome: AuditEvent.Outcome?
    }

    private struct Repeated {
        let trail: AuditTrail
        var event: AuditEvent
    }

    private unowned let loop: EventLoop
    private var repeated: [Key: Repeated] = [:]
    private var kinds: [HostAddress: Int] = [:]
    private var isWaiting = false

    private static let interval = 60.0
    /// Refusals that are told apart within a minute: of one address, and in all.
    private static let ofAddress = 50
    private static let inAll = 1000

    init(loop: EventLoop) { self.loop = loop }

    /// Notes that a caller was refused something about a directory. `complete` adds what only a line needs.
    func note(
        _ trail: AuditTrail, _ action: AuditEvent.Action, _ caller: AuditCaller, directory: UInt32? = nil,
        _ outcome: AuditEvent.Outcome, complete: (inout AuditEvent) -> Void = { _ in }
    ) {
        let host = caller.peer?.host.counted
        let key = Key(
            trail: ObjectIdentifier(trail), host: host, localUser: caller.peer?.user, action: action,
            directory: directory, uid: caller.uid, outcome: outcome)
        if count(key) { return }
        let known = host.map { kinds[$0] ?? 0 } ?? 0
        guard known < Self.ofAddress, repeated.count < Self.inAll else {
            countOther(trail, action, caller, outcome, isOneAddress: known >= Self.ofAddress)
            return
        }
        var event = AuditEvent(caller: caller, action: action, outcome: outcome)
        complete(&event)
        trail.note([event], in: .refusals)
        add(key, trail, event)
        if let host { kinds[host] = known + 1 }
    }

    private func count(_ key: Key) -> Bool {
        guard repeated[key] != nil else { return false }
        repeated[key]?.event.repeated += 1
        repeated[key]?.event.time = AuditEvent.now
        return true
    }

    /// Counts what is one too many of its address, or of all.
    private func countOther(
        _ trail: AuditTrail, _ action: AuditEvent.Action, _ caller: AuditCaller, _ outcome: AuditEvent.Outcome,
        isOneAddress: Bool
    ) {
        let peer = isOneAddress ? caller.peer : nil
        let key = Key(
            trail: ObjectIdentifier(trail), host: peer?.host.counted, localUser: peer?.user, action: nil,
            directory: nil, uid: nil, outcome: nil)
        if count(key) { return }
        let address = peer.map { $0.isUnixSocket ? $0 : PeerAddress(host: $0.host, port: 0) }
        var event = AuditEvent(caller: AuditCaller(address, .various), action: action, outcome: .text("refused"))
        event.areVarious = true
        event.repeated = 1
        add(key, trail, event)
    }

    private func add(_ key: Key, _ trail: AuditTrail, _ event: AuditEvent) {
        repeated[key] = Repeated(trail: trail, event: event)
        guard !isWaiting else { return }
        isWaiting = true
        loop.schedule(after: Self.interval) { [weak self] _ in
            self?.isWaiting = false
            self?.flush()
        }
    }

    /// Notes how often refusals were repeated, and begins anew.
    package func flush() {
        let ended = repeated.values.filter { $0.event.repeated > 0 }.sorted { $0.event.time < $1.event.time }
        repeated = [:]
        kinds = [:]
        for entry in ended { entry.trail.note([entry.event], in: .refusals) }
    }
}

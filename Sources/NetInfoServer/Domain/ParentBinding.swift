import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC
import XDR

/// Which server of the parent domain this domain is bound to: RPARENT (`protocol.md` 6.4).
///
/// Answers come from the database and from what is known; nobody waits. A parent on this host is seen at once.
/// Another host is asked in the background, and the caller of that moment hears the outcome within two seconds.
package final class ParentBinding {
    /// What is known of the parent.
    enum State: Equatable {
        case unknown
        case root
        case forcedRoot
        case notResponding
        case bound(address: HostAddress, tag: [UInt8])
    }

    private let tag: String
    private unowned let host: ServerHost
    private let logger: Logger
    private var state = State.unknown
    private var searchedVersion: UInt32?
    private var checkedAt = -Double.infinity
    private var isSearching = false
    private var waiting: [ReplyTicket] = []
    private var hasExplained = false

    /// Seconds for which an answer from another host is believed.
    private static let validity = 10.0
    /// Seconds without another search after one found nobody.
    private static let hold = 60.0

    init(tag: String, host: ServerHost, logger: Logger) {
        self.tag = tag
        self.host = host
        self.logger = logger
    }

    /// Answers RPARENT.
    func answer(
        _ call: RPCCall, _ domain: Domain, maySearch: Bool, _ reply: inout XDRWriter
    ) -> RPCOutcome {
        let candidates = candidates(domain)
        if let local = candidates.lazy.compactMap(localServer).first {
            bind(local)
        } else {
            let remote = candidates.filter { !host.interfaces.isOwn($0.address) }
            if remote.isEmpty {
                if state != .forcedRoot { state = .root }
            } else if maySearch, mustSearch(domain) {
                waiting.append(call.ticket)
                search(remote, domain)
                return .deferred
            }
        }
        reply.append(result)
        return .success
    }

    private var result: [UInt8] {
        var writer = XDRWriter(capacity: 64)
        if case .bound(let address, let tag) = state, let ipv4 = address.ipv4 {
            writer.write(NIStatus.ok.rawValue)
            writer.write(opaque: tag)
            writer.write(ipv4)
        } else {
            writer.write(NIStatus.networkRoot.rawValue)
        }
        return writer.bytes()
    }

    /// The text of the statistics property `binding`.
    func text(_ domain: Domain) -> String {
        switch state {
        case .unknown: "unknown"
        case .root: "root"
        case .forcedRoot: "forcedRoot"
        case .notResponding: "notResponding"
        case .bound(let address, let tag): "\(address)/\(String(decoding: tag, as: UTF8.self))"
        }
    }

    /// Forgets what is known, as after a change of the network.
    package func forget() {
        state = .unknown
        searchedVersion = nil
    }

    // MARK: Candidates

    /// Every machine that serves our parent: its first address and the first such tag.
    private func candidates(_ domain: Domain) -> [ParentCandidate] {
        let found = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
            try Self.candidates(&tree)
        }
        let (isForced, candidates) = found ?? (false, [])
        if isForced { state = .forcedRoot } else if state == .forcedRoot { state = .unknown }
        guard !host.policy.broadcastBinding else { return candidates }
        let listed = candidates.filter { !$0.isBroadcast }
        if listed.count < candidates.count { explainBroadcast() }
        return listed
    }

    private func explainBroadcast() {
        guard !hasExplained else { return }
        hasExplained = true
        logger.notice(
            """
            not looking for the parent by broadcast: whoever answers first would say who may log in; give the parent's \
            entry in /machines its address, or set broadcast-binding to yes
            """)
    }

    private static func candidates(
        _ tree: inout DirectoryTree
    ) throws(NIStatus) -> (isForced: Bool, candidates: [ParentCandidate]) {
        guard !RootOption.isRoot(try tree.properties(of: 0)) else { return (true, []) }
        guard let machines = try tree.child(of: 0, named: "machines") else { return (false, []) }
        let found = tree.children(of: machines).compactMap { machine in
            (try? tree.properties(of: machine)).flatMap(ParentCandidate.init)
        }
        return (false, found)
    }

    /// A candidate that is a domain of this process, with the address to report.
    private func localServer(_ candidate: ParentCandidate) -> ParentCandidate? {
        guard String(decoding: candidate.tag, as: UTF8.self) != tag, host.registry.entry(candidate.tag) != nil else {
            return nil
        }
        if candidate.isBroadcast { return broadcastAnswer(candidate) }
        return host.interfaces.isOwn(candidate.address) ? candidate : nil
    }

    /// Whether our own host would answer a broadcast: its parent domain has to know us by one of our addresses.
    private func broadcastAnswer(_ candidate: ParentCandidate) -> ParentCandidate? {
        guard let server = host.registry.entry(candidate.tag)?.server else { return nil }
        let client = Array(tag.utf8)
        guard let interface = host.interfaces.external.first(where: { server.serves(client, at: $0.address) }) else {
            return nil
        }
        return ParentCandidate(address: interface.address, tag: candidate.tag)
    }

    private func bind(_ parent: ParentCandidate) {
        let bound = State.bound(address: parent.address, tag: parent.tag)
        if state != bound { logger.info("bound to a parent", metadata: ["parent": "\(parent)"]) }
        state = bound
    }

    // MARK: Searching

    private func mustSearch(_ domain: Domain) -> Bool {
        if isSearching { return true }
        let age = EventLoop.now - checkedAt
        let version = try? domain.withTree { $0.version }
        if version != searchedVersion { return true }
        if case .bound = state { return age > Self.validity }
        return age > Self.hold
    }

    private func search(_ candidates: [ParentCandidate], _ domain: Domain) {
        guard !isSearching else { return }
        isSearching = true
        searchedVersion = try? domain.withTree { $0.version }
        let search = ParentSearch(candidates: candidates, clientTag: Array(tag.utf8), host: host) { [self] found in
            finish(found)
        }
        search.start()
    }

    private func finish(_ found: ParentCandidate?) {
        isSearching = false
        checkedAt = EventLoop.now
        if let found {
            bind(found)
        } else {
            if state != .notResponding { logger.warning("no parent answers; serving as the root of the network") }
            state = .notResponding
        }
        let results = result
        host.loop.answer(waiting.map { LoopMailbox.Completion(ticket: $0, outcome: .success, results: results) })
        waiting = []
    }
}

/// A server that may belong to the parent domain.
struct ParentCandidate: Hashable, Sendable, CustomStringConvertible {
    let address: HostAddress
    let tag: [UInt8]

    init(address: HostAddress, tag: [UInt8]) {
        self.address = address
        self.tag = tag
    }

    /// Reads a machine's `ip_address` and `serves`; nil when it does not serve the parent.
    init?(_ machine: PropertyList) {
        let serves = (machine.values(of: "serves") ?? []).compactMap(ServedDomain.init)
        guard let parent = serves.first(where: { $0.relation == .parent }),
            let text = machine.firstValue(of: "ip_address"),
            let address = HostAddress(String(decoding: text, as: UTF8.self)), address != .anyIPv4
        else { return nil }
        self.init(address: address, tag: parent.tag)
    }

    var isBroadcast: Bool { address.ipv4 == 0xFFFF_FFFF }

    var description: String { "\(address)/\(String(decoding: tag, as: UTF8.self))" }
}

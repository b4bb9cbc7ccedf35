import NetInfoProtocol
import ONCRPC
import XDR

/// Asks other hosts for a server of the parent domain (`protocol.md` 6.4): each candidate's binder for the tag's
/// ports, then the server itself for a sign of life; broadcasts by the portmapper's CALLIT. The first answer wins.
final class ParentSearch {
    private let candidates: [ParentCandidate]
    private let clientTag: [UInt8]
    private unowned let host: ServerHost
    private var completion: ((ParentCandidate?) -> Void)?
    private var open = 0

    /// Seconds after which nobody is waited for any more.
    private static let patience = 2.0

    init(
        candidates: [ParentCandidate], clientTag: [UInt8], host: ServerHost,
        completion: @escaping (ParentCandidate?) -> Void
    ) {
        self.candidates = candidates
        self.clientTag = clientTag
        self.host = host
        self.completion = completion
    }

    func start() {
        host.loop.schedule(after: Self.patience) { [self] _ in finish(nil) }
        for candidate in candidates {
            if candidate.isBroadcast { broadcast(candidate) } else { findBinder(candidate) }
        }
        if open == 0 { finish(nil) }
    }

    private func finish(_ found: ParentCandidate?) {
        guard let completion else { return }
        self.completion = nil
        completion(found)
    }

    private func query(
        _ address: PeerAddress, _ program: UInt32, _ version: UInt32, _ procedure: UInt32, _ arguments: [UInt8],
        isBroadcast: Bool = false, then next: @escaping (DatagramQuery.Reply) -> Void
    ) {
        guard
            let query = try? DatagramQuery(
                to: address, program: program, version: version, procedure: procedure, arguments: arguments,
                intervals: [0.5, 0.5, 0.5, 0.5], isBroadcast: isBroadcast)
        else { return }
        open += 1
        query.start(on: host.loop) { [self] reply in
            if let reply { next(reply) }
            open -= 1
            if open == 0 { finish(nil) }
        }
    }

    // MARK: One host

    private func findBinder(_ candidate: ParentCandidate) {
        var arguments = XDRWriter()
        for word in [NIProgram.binder, NIProgram.binderVersion, 17, 0] { arguments.write(word) }
        let portmapper = PeerAddress(host: candidate.address, port: Portmapper.port)
        query(portmapper, Portmapper.programNumber, 2, Portmapper.getPort, arguments.bytes()) { [self] reply in
            guard let port = Self.word(reply.results, 0), let port = UInt16(exactly: port), port != 0 else { return }
            findServer(candidate, binder: port)
        }
    }

    private func findServer(_ candidate: ParentCandidate, binder port: UInt16) {
        var arguments = XDRWriter()
        arguments.write(opaque: candidate.tag)
        query(
            PeerAddress(host: candidate.address, port: port), NIProgram.binder, NIProgram.binderVersion,
            NIBinderProcedure.getregister.rawValue, arguments.bytes()
        ) { [self] reply in
            guard Self.word(reply.results, 0) == 0, let udp = Self.word(reply.results, 1),
                let udp = UInt16(exactly: udp)
            else { return }
            ping(candidate, server: udp)
        }
    }

    private func ping(_ candidate: ParentCandidate, server port: UInt16) {
        query(
            PeerAddress(host: candidate.address, port: port), NIProgram.directory, NIProgram.directoryVersion,
            NIProcedure.ping.rawValue, []
        ) { [self] _ in finish(candidate) }
    }

    private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32? {
        guard bytes.count >= 4 * index + 4 else { return nil }
        return bytes[(4 * index)..<(4 * index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    // MARK: Broadcast

    private func broadcast(_ candidate: ParentCandidate) {
        for interface in host.interfaces.external {
            guard let target = interface.broadcast, let client = interface.address.ipv4 else { continue }
            var call = XDRWriter()
            call.write(client)
            call.write(opaque: clientTag)
            call.write(opaque: candidate.tag)
            var arguments = XDRWriter()
            for word in [NIProgram.binder, NIProgram.binderVersion, NIBinderProcedure.bind.rawValue] {
                arguments.write(word)
            }
            arguments.write(opaque: call.bytes())
            let portmapper = PeerAddress(host: target, port: Portmapper.port)
            query(
                portmapper, Portmapper.programNumber, 2, Portmapper.callIt, arguments.bytes(), isBroadcast: true
            ) { [self] reply in finish(ParentCandidate(address: reply.from.host, tag: candidate.tag)) }
        }
    }
}

import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// The bytes of the original's tools, sent again: the replies have to be the original's bytes.
///
/// In memory, sender and receiver have the recorded addresses and ports, so two kinds of reply are all that is
/// normalised: STATISTICS (see `StatisticsDigest`), and the version that SELF tells of object 0xFFFFFFFE or 0xFFFFFFFF,
/// since the recordings do not hold the store's change counters. Messages of the original's servers among themselves are replayed like all others; two of them
/// have no reply of their own, because each of two addresses was asked by CALLIT and PING and answered from one.
@Suite struct TraceReplayTests {
    @Test func `replies in memory are the original's bytes`() throws {
        for trace in try WireTrace.all(for: "TraceReplayTests") ?? [] {
            let host = try RecordedHost(trace)
            for exchange in trace.exchanges {
                guard let expected = exchange.reply else { continue }
                let answer = host.answer(exchange)
                guard case .reply(let reply) = answer else {
                    Issue.record("\(trace.name): \(exchange.name) got \(answer)")
                    continue
                }
                try expectEqual(reply, expected, exchange, trace.name)
            }
        }
    }

    /// Over sockets everything happens on loopback: 10.89.0.x is written as 127.9.9.x in the directory, in what is
    /// sent and in what is expected, which changes no length. Of GETREGISTER and LISTREG the ports differ, and of
    /// STATISTICS also the host's own addresses. The portmapper and the servers' own messages are left out.
    @Test func `replies over sockets are the original's bytes`() throws {
        guard Privileges.mayUseReservedPorts(for: "TraceReplayTests over sockets") else { return }
        for trace in try WireTrace.all(for: "TraceReplayTests over sockets") ?? [] {
            let replay = try LiveReplay(trace)
            for exchange in trace.exchanges where LiveReplay.isFromClient(exchange) {
                guard let recorded = exchange.reply else { continue }
                let reply = replay.normalize(try replay.send(exchange), exchange)
                let expected = replay.normalize(LoopbackAddresses.replace(recorded), exchange)
                if exchange.name == "netinfo.statistics" {
                    try expectEqualStatistics(reply, expected, trace.name)
                } else {
                    #expect(
                        exchange.withoutVersion(reply) == exchange.withoutVersion(expected),
                        "\(trace.name): \(exchange.name)")
                }
            }
            #expect(replay.server.stop())
        }
    }

    private func expectEqual(
        _ reply: [UInt8], _ expected: [UInt8], _ exchange: WireTrace.Exchange, _ trace: String
    ) throws {
        guard exchange.name == "netinfo.statistics" else {
            #expect(
                exchange.withoutVersion(reply) == exchange.withoutVersion(expected), "\(trace): \(exchange.name)")
            return
        }
        let (ours, theirs) = (try ReplyMessage(reply), try ReplyMessage(expected))
        #expect(ours.xid == theirs.xid)
        let (found, wanted) = (
            try StatisticsDigest(results: ours.results).lines, try StatisticsDigest(results: theirs.results).lines
        )
        #expect(found == wanted, "\(trace)")
    }

    private func expectEqualStatistics(_ reply: [UInt8], _ expected: [UInt8], _ trace: String) throws {
        func lines(_ bytes: [UInt8]) throws -> [String] {
            try StatisticsDigest(results: try ReplyMessage(bytes).results).lines.filter { !$0.hasPrefix("ip_address") }
        }
        #expect(try lines(reply) == lines(expected), "\(trace)")
    }
}

extension WireTrace.Exchange {
    /// A reply without its last word, the version, when the call asks SELF for a version (`protocol.md` 3.3).
    fileprivate func withoutVersion(_ reply: [UInt8]) -> [UInt8] {
        let asksForVersion = name == "netinfo.self" && call.suffix(8).prefix(3).allSatisfy { $0 == 0xFF }
        return asksForVersion ? reply.dropLast(4) : reply
    }
}

/// The recorded host, in memory: `local` at port 1033, its parent `network` at 832 and 833, the binder at 833 and 836.
///
/// The recorded servers had been asked for their parents before; these are asked first.
private final class RecordedHost {
    private let server: DispatcherServer

    init(_ trace: WireTrace) throws {
        var contents: [DispatcherServer.Content] = []
        for (tag, ports) in [
            ("network", DomainPorts(udp: 832, tcp: 833)), ("local", DomainPorts(udp: 1033, tcp: 1033)),
        ] {
            let tree = try DirectoryTree(trace.before[tag] ?? DirectorySnapshot(records: []))
            contents.append(.init(tag, tree, ports: ports))
        }
        if trace.exchanges.contains(where: { $0.name == "nibind.destroydomain" }) {
            contents.append(.init("scratch", DirectoryTree()))
        }
        let interfaces = [0x0A59_0001, 0x0A59_0002].map {
            HostInterfaces.Interface(address: HostAddress(ipv4: $0), netmask: 0xFFFF_FF00, broadcast: nil)
        }
        server = try DispatcherServer(
            contents, interfaces: HostInterfaces(fixed: interfaces), binderPorts: DomainPorts(udp: 833, tcp: 836))
        for endpoint in trace.tagsAskedForParent.compactMap({ server.domains[$0] }) {
            let peer = PeerAddress(host: .loopback, port: 1)
            _ = server.answer(CallMessage.netInfo(.rparent).bytes, to: endpoint, peer: peer)
        }
    }

    func answer(_ exchange: WireTrace.Exchange) -> DispatcherServer.Answer {
        let tag = exchange.to.port == 1033 ? "local" : "network"
        let endpoint =
            switch exchange.program {
            case NIProgram.directory: server.domains[tag] ?? server.binder
            case NIProgram.binder: server.binder
            default: server.portmapper
            }
        return server.answer(exchange.call, to: endpoint, peer: exchange.from, isStream: exchange.isStream)
    }
}

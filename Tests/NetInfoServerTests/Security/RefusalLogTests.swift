import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Synchronization
import Testing

@testable import NetInfoServer

/// Lines about what was refused: enough to help, too few to fill a disk.
@Suite struct RefusalLogTests {
    private final class Clock: Sendable {
        let now = Mutex(0.0)
    }

    private let clock = Clock()
    private let log = CollectedLog()

    private var refusals: RefusalLog { RefusalLog(logger: log.logger) { [clock] in clock.now.withLock { $0 } } }

    private func peer(_ address: String) -> PeerAddress {
        PeerAddress(host: HostAddress(address) ?? .loopback, port: 40_000)
    }

    @Test func `there is a line a minute for each host and reason, which counts the others`() {
        let refusals = refusals
        for second in 0..<150 {
            clock.now.withLock { $0 = Double(second) }
            refusals.note(peer("10.0.0.1"), "one thing", remedy: "another", domain: "network")
        }
        #expect(log.lines.count == 3)
        #expect(log.lines[0] == "notice: refused: one thing (another) domain=network peer=10.0.0.1:40000")
        #expect(log.lines[1].contains("repeated=59"))
        refusals.note(peer("10.0.0.1"), "another thing")
        refusals.note(peer("10.0.0.2"), "one thing", remedy: "another")
        #expect(log.lines.count == 5)
        #expect(log.lines[3] == "notice: refused: another thing peer=10.0.0.1:40000")
    }

    @Test func `the addresses of an IPv6 network of 64 bits have one line together`() {
        let refusals = refusals
        for number in 0..<100 { refusals.note(peer("2001:db8::\(number):1"), "one thing") }
        #expect(log.lines.count == 1)
    }

    @Test func `strangers who come again and again have one line`() throws {
        let domain = try RuledDomain(try AccessTree.make())
        let before = domain.server.log.lines.count
        for _ in 0..<100 { #expect(try domain.call(.netInfo(.root), from: .strangerHigh) == nil) }
        #expect(domain.server.log.lines.count == before + 1)
    }
}

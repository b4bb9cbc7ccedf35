import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC

/// The input's first two bytes choose program, transport, sender and rules; the rest is the message. Every answer has to be
/// an RPC reply to it, and nobody but those who may see them gets a hash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard input.count >= 2 else { return 0 }
    let message = Array(input.dropFirst(2))
    let server = input[1] & 0x80 == 0 ? Fuzzing.hardened : Fuzzing.original
    server.answer(message, input[0], from: AccessCaller.allCases[Int(input[1] & 0x7F) % AccessCaller.allCases.count])
    return 0
}

private enum Fuzzing {
    nonisolated(unsafe) static let hardened = FuzzedServer(.hardened)
    nonisolated(unsafe) static let original = FuzzedServer(.original)
}

/// The domain of the access table, under the rules of one profile.
private final class FuzzedServer {
    private let policy: SecurityPolicy
    private let withholds: Bool
    private var server: DispatcherServer?
    private var messages = 0
    /// Whether root has sent something, who may give a hash another name.
    private var isChanged = false

    init(_ profile: SecurityPolicy) {
        withholds = profile == .hardened
        var policy = profile
        policy.loginDelay = 0
        policy.loginFailures = 0
        self.policy = policy
        server = fresh()
    }

    private func fresh() -> DispatcherServer? {
        guard let tree = try? AccessTree.make() else { return nil }
        let interface = HostInterfaces.Interface(
            address: HostAddress(ipv4: 0x0A4D_0001), netmask: 0xFFFF_FF00, broadcast: nil)
        return try? DispatcherServer(
            [.init("network", tree)], interfaces: HostInterfaces(fixed: [interface]), policy: policy,
            lowPorts: LowPorts { 1024 })
    }

    func answer(_ message: [UInt8], _ choice: UInt8, from caller: AccessCaller) {
        messages += 1
        if messages % 5000 == 0 {
            server = fresh()
            isChanged = false
        }
        if caller == .localRoot || caller == .socketRoot { isChanged = true }
        guard let server else { fatalError("no server") }
        let endpoint =
            switch choice & 3 {
            case 0: server.binder
            case 1: server.portmapper
            default: server.domains["network"] ?? server.binder
            }
        let isStream = choice & 8 == 0
        if !isStream, case .silence = server.host.datagramAllowance(caller.peer) { return }
        let answer = server.answer(message, to: endpoint, peer: caller.peer, isStream: isStream)
        guard case .reply(let reply) = answer else { return }
        guard (try? ReplyMessage(reply)) != nil, reply.starts(with: message.prefix(4)) else {
            fatalError("not an RPC reply: \(reply)")
        }
        guard withholds, !isChanged, AccessTable.outcome(caller, .none, .read, .hardened) != .everything else { return }
        for hash in AccessTree.hashes where Self.contains(reply, Array(hash.utf8)) { fatalError("a hash: \(reply)") }
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

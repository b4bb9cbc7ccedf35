import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import XDR

/// Makes the calls of the access table and says what came of each.
struct AccessProbe {
    private let transport: any AccessTransport

    /// Calls a server of `AccessTree`.
    init(_ transport: any AccessTransport) { self.transport = transport }

    /// Calls a server in memory that has this policy.
    init(_ policy: SecurityPolicy, lowPortStart: UInt16 = 1024) throws {
        var policy = policy
        // Delays are tested elsewhere; here they would take hours.
        policy.loginDelay = 0
        policy.loginFailures = 0
        let address = HostAddress(ipv4: 0x0A4D_0001)
        let server = try DispatcherServer(
            [.init("network", try AccessTree.make())],
            interfaces: HostInterfaces(fixed: [.init(address: address, netmask: 0xFFFF_FF00, broadcast: nil)]),
            policy: policy, lowPorts: LowPorts { lowPortStart })
        self.init(MemoryTransport(server: server))
    }

    /// What comes of a call; nothing is waited for long that is not `expected`.
    func outcome(
        _ caller: AccessCaller, _ credential: AccessCredential, _ operation: AccessOperation,
        expected: AccessOutcome? = nil
    ) throws -> AccessOutcome {
        var call = try message(operation)
        call.credential = credential.wire
        let service: AccessService =
            switch operation {
            case .datagram: .datagrams
            case .find, .register: .binder
            default: .domain
            }
        let bytes = try transport.answer(call, from: caller, to: service, expectsAnswer: expected != .silence)
        guard let bytes else { return .silence }
        return outcome(try ReplyMessage(bytes), operation, bytes)
    }

    private func outcome(_ reply: ReplyMessage, _ operation: AccessOperation, _ bytes: [UInt8]) -> AccessOutcome {
        guard reply.outcome == .success else { return .silence }
        switch operation {
        case .datagram: return .done
        case .statistics: return bytes.contains("hostname") ? .everything : .reduced
        default: break
        }
        switch reply.status {
        case .ok where operation == .read || operation == .readAll:
            return AccessTree.hashes.contains { bytes.contains($0) } ? .everything : .withheld
        case .ok: return .done
        case .permissionDenied: return .permissionDenied
        case .authenticationError: return .authenticationError
        case .noUser: return .noUser
        case .noResponse where operation == .register: return .done
        default: return .silence
        }
    }

    private func message(_ operation: AccessOperation) throws -> CallMessage {
        switch operation {
        case .read: return .about(.read, AccessTree.alice)
        case .readAll: return .netInfo(.readall) { $0.write(0xFFFF_FFFF as UInt32) }
        case .statistics: return .netInfo(.statistics)
        case .resync: return .netInfo(.resync)
        case .find: return .binder(.getregister) { $0.write(opaque: Array("network".utf8)) }
        case .register: return registration
        case .datagram: return .netInfo(.ping)
        case .writeOpen: return try write(AccessTree.open)
        case .writeOwn: return try write(AccessTree.own)
        case .writeRoot: return try write(AccessTree.rootOnly)
        }
    }

    /// A tag that nobody serves: the hardened server pings it in vain, after it has admitted the caller.
    private var registration: CallMessage {
        .binder(.register) { writer in
            writer.write(opaque: Array("elsewhere".utf8))
            writer.write(9 as UInt32)
            writer.write(9 as UInt32)
        }
    }

    private func write(_ directory: UInt32) throws -> CallMessage {
        .createProperty(try transport.current(directory), Property("note", "x"))
    }
}

extension [UInt8] {
    /// Whether the bytes of `text` occur in a row.
    func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        return (0...count - wanted.count).contains { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

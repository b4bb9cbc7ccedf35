import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC

/// The input's first byte chooses program, transport and port; the rest is the message. Every answer has to be an RPC
/// reply to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let message = Array(input.dropFirst())
    Fuzzing.server.answer(message, choice)
    return 0
}

private enum Fuzzing {
    nonisolated(unsafe) static let server = FuzzedServer()
}

private final class FuzzedServer {
    private var server = FuzzedServer.fresh()
    private var messages = 0

    private static func fresh() -> DispatcherServer? {
        let directories: [PropertyList] = (0..<20).map { number in
            [Property("name", "n\(number)"), Property("uid", "\(number % 5)"), Property("_writers", "*")]
        }
        guard let tree = try? SampleTree.flat(directories) else { return nil }
        return try? DispatcherServer([.init("network", tree)])
    }

    func answer(_ message: [UInt8], _ choice: UInt8) {
        messages += 1
        if messages % 5000 == 0 { server = Self.fresh() }
        guard let server else { fatalError("no server") }
        let endpoint =
            switch choice & 3 {
            case 0: server.binder
            case 1: server.portmapper
            default: server.domains["network"] ?? server.binder
            }
        let peer = PeerAddress(host: .loopback, port: choice & 4 == 0 ? 700 : 7000)
        let answer = server.answer(message, to: endpoint, peer: peer, isStream: choice & 8 == 0)
        guard case .reply(let reply) = answer else { return }
        guard let parsed = try? ReplyMessage(reply), reply.starts(with: message.prefix(4)) else {
            fatalError("not an RPC reply: \(reply)")
        }
        _ = parsed
    }
}

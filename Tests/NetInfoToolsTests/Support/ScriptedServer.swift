import Foundation
import Glibc
import ONCRPC
import Synchronization

/// A TCP server on a port of its own that answers calls from a script. One thread, one connection at a time.
final class ScriptedServer: Sendable {
    /// A call as it came: everything the script needs to choose an answer.
    struct Call: Hashable, Sendable {
        let xid: UInt32
        let program: UInt32
        let procedure: UInt32
        let credentialFlavor: UInt32
        let credentialBody: [UInt8]
        let arguments: [UInt8]
    }

    enum Answer: Sendable {
        /// Results in XDR.
        case results([UInt8])
        /// An `accept_stat` other than success.
        case refusal(UInt32)
        /// The connection ends without a reply.
        case disconnect
        /// No reply at all.
        case silence
        /// These bytes, which need not be a reply.
        case raw([UInt8])
    }

    let port: UInt16
    private let listener: Int32
    private let log: Log

    private final class Log: Sendable {
        let calls = Mutex<[Call]>([])
    }

    /// Everything received so far.
    var calls: [Call] { log.calls.withLock { $0 } }

    init(_ script: @escaping @Sendable (Call) -> Answer) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let log = Log()
        let bound = ClientAddress.loopback.withSocketAddress(port: 0) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        listener = descriptor
        port = Self.port(of: descriptor)
        self.log = log
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                Self.serve(connection, script) { call in log.calls.withLock { $0.append(call) } }
                close(connection)
            }
            // Closed by the one who waits on it, or the number could mean another socket by then.
            close(descriptor)
        }
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var name = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: name.sin_port)
    }

    /// Takes no more connections. Also keeps the server alive until here.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ connection: Int32, _ script: (Call) -> Answer, _ note: (Call) -> Void) {
        while let header = read(4, from: connection) {
            let length = number(header, 0) & 0x7FFF_FFFF
            guard let message = read(Int(length), from: connection), let call = Call(message) else { return }
            note(call)
            switch script(call) {
            case .results(let results): send(words(call.xid, 1, 0, 0, 0, 0) + results, connection)
            case .refusal(let status): send(words(call.xid, 1, 0, 0, 0, status), connection)
            case .raw(let bytes): _ = bytes.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            case .silence: break
            case .disconnect: return
            }
        }
    }

    private static func read(_ count: Int, from connection: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var position = 0
        while position < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(connection, $0.baseAddress.map { $0 + position }, count - position, 0)
            }
            guard got > 0 else { return nil }
            position += got
        }
        return bytes
    }

    /// Sends a reply in two fragments, as servers may.
    private static func send(_ message: [UInt8], _ connection: Int32) {
        let half = message.count / 2
        let record =
            words(UInt32(half)) + message[..<half] + words(UInt32(message.count - half) | 0x8000_0000)
            + message[half...]
        _ = record.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}

extension ScriptedServer.Call {
    /// Reads a call message without its record mark.
    init?(_ message: [UInt8]) {
        guard message.count >= 40, number(message, 4) == 0 else { return nil }
        xid = number(message, 0)
        program = number(message, 12)
        procedure = number(message, 20)
        credentialFlavor = number(message, 24)
        let length = Int(number(message, 28))
        let body = 32 + (length + 3) / 4 * 4 + 8
        guard message.count >= body else { return nil }
        credentialBody = Array(message[32..<32 + length])
        arguments = Array(message[body...])
    }
}

/// The integer at a position of XDR bytes.
func number(_ bytes: [UInt8], _ position: Int) -> UInt32 {
    bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
}

/// Integers in XDR.
func words(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
}

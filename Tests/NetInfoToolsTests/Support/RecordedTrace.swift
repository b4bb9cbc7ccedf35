import Foundation
import Synchronization

/// A recorded conversation of the original tools with the original server, as an answering machine.
///
/// Reads are recognised by procedure and arguments without the instance, which reads do not need; the answers to equal
/// reads come in the order they were recorded. Writes must match to the byte.
final class RecordedTrace: Sendable {
    private struct File: Decodable {
        struct Message: Decodable {
            let direction, transport, hex: String
            let from, to: String
        }
        let command: String
        let exit: Int32
        let stdout: String?
        let messages: [Message]
    }

    let command: String
    let exit: Int32
    private let answers: Mutex<[Key: [[UInt8]]]>
    private let missing = Mutex<[String]>([])
    /// The writes in the recording: procedure and arguments.
    let writes: [[UInt8]]

    private struct Key: Hashable {
        let procedure: UInt32
        let arguments: [UInt8]

        init(_ call: ScriptedServer.Call) {
            procedure = call.procedure
            var arguments = call.arguments
            if !RecordedTrace.isWrite(call), arguments.count >= 8 { arguments.replaceSubrange(4..<8, with: words(0)) }
            self.arguments = arguments
        }
    }

    /// Calls that the recording has no answer to.
    var unknownCalls: [String] { missing.withLock { $0 } }

    init(_ url: URL) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
        command = file.command
        exit = file.exit
        var pending: [UInt32: ScriptedServer.Call] = [:]
        var found: [Key: [[UInt8]]] = [:]
        var writes: [[UInt8]] = []
        for message in file.messages where message.transport == "tcp" {
            let bytes = Self.bytes(message.hex)
            if message.direction == "call" {
                guard let call = ScriptedServer.Call(bytes), call.program == 200_100_000 else { continue }
                pending[call.xid] = call
                if Self.isWrite(call) { writes.append(words(call.procedure) + call.arguments) }
            } else if let call = pending.removeValue(forKey: number(bytes, 0)) {
                found[Key(call), default: []].append(Array(bytes[24...]))
            }
        }
        answers = Mutex(found)
        self.writes = writes
    }

    static func isWrite(_ call: ScriptedServer.Call) -> Bool {
        [5, 6, 8, 12, 13, 15, 16, 18, 19, 21].contains(call.procedure)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map { index in
            UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) ?? 0
        }
    }

    func answer(_ call: ScriptedServer.Call) -> ScriptedServer.Answer {
        guard call.program == 200_100_000 else { return .refusal(1) }
        let results = answers.withLock { answers -> [UInt8]? in
            let key = Key(call)
            guard var queue = answers[key], let first = queue.first else { return nil }
            if queue.count > 1 { queue.removeFirst() }
            answers[key] = queue
            return first
        }
        if let results { return .results(results) }
        missing.withLock { $0.append("procedure \(call.procedure)") }
        return .refusal(3)
    }
}

import CEditLine
import Glibc

/// Lines typed at a terminal: editing keys, history, and completion (`tools.md` 6.7).
final class NiclLineEditor {
    private let session: NiclSession
    private let completion: NiclCompletion
    private let historyPath: String?
    private var editor: OpaquePointer?

    /// Takes over the terminal; nil when it cannot be.
    init?(_ session: NiclSession) {
        self.session = session
        completion = NiclCompletion(session)
        historyPath = session.environment.variable("HOME").map {
            String(decoding: $0, as: UTF8.self) + "/.nicl_history"
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        editor = ceditline_open("nicl", session.environment.input, STDOUT_FILENO, context) {
            context, line, length, cursor in
            let bytes = UnsafeRawBufferPointer(start: line, count: min(cursor, length))
            return Unmanaged<NiclLineEditor>.fromOpaque(context).takeUnretainedValue().complete(Array(bytes))
        }
        guard let editor else { return nil }
        if let historyPath { ceditline_load(editor, historyPath) }
    }

    /// Shows the prompt and reads a line, without its end; nil at the end of the input.
    func readLine() -> [UInt8]? {
        guard let editor else { return nil }
        session.environment.output.flush()
        var length = 0
        let prompt = prompt.map { CChar(bitPattern: $0) } + [0]
        guard let line = ceditline_read(editor, prompt, &length) else {
            if !session.hasEnded { session.environment.output.write("\n") }
            return nil
        }
        var bytes = Array(UnsafeRawBufferPointer(start: line, count: length))
        if isWorthRemembering(bytes) { ceditline_remember(editor, line) }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }

    /// Lines with a password are not kept.
    private func isWorthRemembering(_ line: [UInt8]) -> Bool {
        let words = NiclWords(line.dropLast()).words
        guard let first = words.first else { return false }
        return NiclCommand(first) != .auth || words.count < 3
    }

    /// `PATH > `, bold on a VT100.
    private var prompt: [UInt8] {
        guard !session.invocation.isQuiet else { return [] }
        session.datastore.begin(within: nil)
        let path = (try? session.workingDirectory()) ?? [UInt8(ascii: "?")]
        let text = path.filter { $0 >= 0x20 } + Array(" >".utf8)
        guard isBold else { return text + [UInt8(ascii: " ")] }
        let escape = UInt8(bitPattern: ceditline_escape)
        // Not at the very end, where libedit would lose it.
        let start = [escape] + Array("\u{1B}[1m".utf8) + [escape]
        let end = [escape] + Array("\u{1B}[0m".utf8) + [escape]
        return start + text + end + [UInt8(ascii: " ")]
    }

    private var isBold: Bool {
        guard !session.invocation.hasPlainPrompt else { return false }
        switch session.invocation.settings.color {
        case .always: return true
        case .never: return false
        case .auto:
            let isTerminal = session.environment.output.isTerminal
            let terminal = session.environment.variable("TERM") ?? Array("dumb".utf8)
            return isTerminal && !terminal.elementsEqual("dumb".utf8)
                && (session.environment.variable("NO_COLOR") ?? []).isEmpty
        }
    }

    /// Completes the word that ends `line`.
    private func complete(_ line: [UInt8]) -> ceditline_completion {
        guard let editor else { return ceditline_nothing }
        let found = completion.complete(line)
        if !found.insertion.isEmpty {
            let text = found.insertion.map { CChar(bitPattern: $0) } + [0]
            return ceditline_insert(editor, text) ? ceditline_inserted : ceditline_nothing
        }
        guard found.candidates.count > 1 else { return ceditline_nothing }
        let listing = found.candidates.joined(separator: Array("  ".utf8)) + [UInt8(ascii: "\n"), 0]
        ceditline_show(editor, listing.map { CChar(bitPattern: $0) })
        return ceditline_listed
    }

    /// Keeps the history and gives the terminal back.
    func close() {
        guard let editor else { return }
        if let historyPath { ceditline_save(editor, historyPath) }
        ceditline_close(editor)
        self.editor = nil
    }

    deinit { close() }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// What TAB offers: commands, paths, and keys of a directory's properties (`tools.md` 6.7). Whatever takes longer than
/// a second is not offered.
struct NiclCompletion {
    private unowned let session: NiclSession

    init(_ session: NiclSession) { self.session = session }

    private static let limit = Duration.seconds(1)
    /// Names shown at most.
    private static let mostCandidates = 100

    struct Found {
        /// What to put behind the cursor.
        var insertion: [UInt8] = []
        /// What it could be, when there is nothing to put.
        var candidates: [[UInt8]] = []
    }

    /// Completes the last word of `line`.
    func complete(_ line: [UInt8]) -> Found {
        let split = NiclWords(line)
        let isNewWord = split.lastWordStart == line.count
        let position = split.words.count - (isNewWord ? 0 : 1)
        let typed = Array(line[split.lastWordStart...])
        if position == 0 { return choose(among: commands, typed: typed) }
        guard let command = split.words.first.flatMap({ NiclCommand($0) }) else { return Found() }
        session.datastore.begin(within: Self.limit)
        if command == .help || !command.takesPath { return Found() }
        if position == 1 || (position == 2 && (command == .move || command == .copy)) { return completePath(typed) }
        guard position >= 2, takesKey(command, at: position) else { return Found() }
        return completeKey(typed, of: split.words[1])
    }

    private var commands: [[UInt8]] {
        NiclCommand.allCases.filter { session.invocation.isExpert || !$0.isRepair }.flatMap(\.names)
            .map { Array($0.utf8) }
    }

    private func takesKey(_ command: NiclCommand, at position: Int) -> Bool {
        switch command {
        case .read: true
        case .list, .create, .delete, .append, .merge, .insert, .rename: position == 2
        default: false
        }
    }

    // MARK: Paths

    /// Completes the part behind the last slash with the names of the children there.
    private func completePath(_ typed: [UInt8]) -> Found {
        let text = Self.spoken(typed)
        let slash = Self.lastSlash(in: text)
        let parent = slash.map { Array(text[...$0]) } ?? []
        let start = slash.map { Array(text[($0 + 1)...]) } ?? text
        guard let object = find(parent) else { return Found() }
        let children = (try? session.datastore.children(of: object, with: Array("name".utf8))) ?? []
        let names = children.compactMap { $0.values?.first }.map { DirectoryPath.Component(value: $0).bytes }
        return choose(among: names, typed: start, end: UInt8(ascii: "/"))
    }

    private func completeKey(_ typed: [UInt8], of path: [UInt8]) -> Found {
        guard let object = find(path), let list = try? session.datastore.reader.read(object).value else {
            return Found()
        }
        return choose(among: list.properties.map(\.name), typed: Self.spoken(typed))
    }

    private func find(_ text: [UInt8]) -> UInt32? {
        guard let path = try? DirectoryPath(text) else { return nil }
        return try? PathWalk(access: session.datastore.reader).find(path, from: session.current)
    }

    /// What a word on the line stands for.
    private static func spoken(_ typed: [UInt8]) -> [UInt8] { NiclWords(typed).words.first ?? [] }

    /// The last slash that separates.
    private static func lastSlash(in text: [UInt8]) -> Int? {
        var last: Int?
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "\\") {
                position += 2
                continue
            }
            if text[position] == UInt8(ascii: "/") { last = position }
            position += 1
        }
        return last
    }

    // MARK: Choosing

    /// What all candidates that begin with `typed` go on with; the only one of them is ended.
    private func choose(among all: [[UInt8]], typed: [UInt8], end: UInt8 = UInt8(ascii: " ")) -> Found {
        let candidates = Set(all.filter { $0.starts(with: typed) && !$0.isEmpty })
        guard let first = candidates.first else { return Found() }
        let common = candidates.reduce(first) { common, candidate in
            Array(zip(common, candidate).prefix { $0 == $1 }.map(\.0))
        }
        var found = Found(insertion: Self.quoted(Array(common.dropFirst(typed.count))))
        if candidates.count == 1 {
            found.insertion.append(end)
        } else {
            let sorted = candidates.sorted { $0.lexicographicallyPrecedes($1) }
            found.candidates = Array(sorted.prefix(Self.mostCandidates))
        }
        return found
    }

    /// As it must be typed.
    private static func quoted(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte in
            [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\\"), UInt8(ascii: "\"")].contains(byte)
                ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}

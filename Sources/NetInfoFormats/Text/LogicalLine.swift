/// A line of a file with its continuations, and where its bytes stood in the file.
struct LogicalLine {
    private(set) var bytes: [UInt8] = []
    /// Where in `bytes` each physical line starts.
    private var starts: [(offset: Int, line: Int)] = []

    init(_ bytes: some Sequence<UInt8>, line: Int) { append(bytes, line: line) }

    /// The number of the first physical line.
    var number: Int { starts.first?.line ?? 1 }

    mutating func append(_ more: some Sequence<UInt8>, line: Int) {
        starts.append((bytes.count, line))
        bytes += more
    }

    mutating func removeLast() { bytes.removeLast() }

    /// A problem at an offset into the bytes.
    func problem(at offset: Int, _ reason: String) -> FormatProblem {
        problem(at: offset, Array(reason.utf8))
    }

    /// A problem at an offset into the bytes.
    func problem(at offset: Int, _ reason: [UInt8]) -> FormatProblem {
        let start = starts.last { $0.offset <= offset } ?? (0, 1)
        return FormatProblem(line: start.line, column: offset - start.offset + 1, reason: reason)
    }

    /// The parts between runs of blanks; one that begins with `#` ends the line where comments are allowed.
    func tokens(comments: Bool) -> [ArraySlice<UInt8>] {
        let all = bytes.split(whereSeparator: \.isBlank)
        guard comments, let comment = all.firstIndex(where: { $0.first == Byte.hash }) else { return all }
        return Array(all[..<comment])
    }

    /// A name, a value and further names, as most files of services and numbers have them; nil without anything.
    func nameAndValue(_ what: String) throws(FormatProblem) -> (names: [[UInt8]], value: ArraySlice<UInt8>)? {
        let tokens = tokens(comments: true)
        guard let name = tokens.first else { return nil }
        guard tokens.count > 1 else { throw problem(at: name.endIndex, "the \(what) is missing") }
        return (([name] + tokens[2...]).map(Array.init), tokens[1])
    }

    /// The fields between separators, without blanks at their ends.
    func fields(separator: UInt8 = Byte.colon) -> [ArraySlice<UInt8>] {
        bytes.split(separator: separator, omittingEmptySubsequences: false).map { $0.trimmed() }
    }
}

extension LogicalLine {
    /// How a file says that a line goes on.
    enum Continuation {
        case none
        /// The line ends in `\`.
        case backslash
        /// The next line begins with a blank or a tab.
        case indentation
    }

    /// The lines of a file without comments and blank lines (`tools.md` 9.1). The last one needs no newline.
    static func all(in text: [UInt8], _ continuation: Continuation = .none) -> [LogicalLine] {
        var lines: [LogicalLine] = []
        var isOpen = false
        for (index, part) in text.split(separator: Byte.newline, omittingEmptySubsequences: false).enumerated() {
            if isOpen {
                lines[lines.count - 1].append(part, line: index + 1)
            } else if part.first == Byte.hash || part.allSatisfy(\.isBlank) {
                continue
            } else if continuation == .indentation, let first = part.first, first.isBlank, !lines.isEmpty {
                lines[lines.count - 1].append(part, line: index + 1)
            } else {
                lines.append(LogicalLine(part, line: index + 1))
            }
            isOpen = continuation == .backslash && part.last == Byte.backslash
            if isOpen { lines[lines.count - 1].removeLast() }
        }
        return lines
    }
}

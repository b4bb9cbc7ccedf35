import Glibc

/// Lines of commands, and files of them (`tools.md` 6.2 and 6.7).
extension NiclSession {
    /// Files inside of files.
    private static let deepestSource = 16

    /// Runs the command of one line; an empty line is none.
    func runLine(_ line: [UInt8]) throws(NiclFailure) {
        let words = NiclWords(line)
        guard !words.isQuoteOpen else { throw .misuse("A quote is missing at the end of the line") }
        try run(words.words)
    }

    /// source FILE: runs the commands in a file. What kind of session this is stays as it was.
    func source(_ file: [UInt8]) throws(NiclFailure) {
        guard sources.count < Self.deepestSource else { throw NiclFailure("source", .failed, path: file) }
        let lines = try contents(of: file).split(separator: UInt8(ascii: "\n"))
        sources.append(file)
        let wasShell = isShell
        isShell = true
        defer {
            sources.removeLast()
            isShell = wasShell
        }
        for line in lines where !hasEnded {
            do throws(NiclFailure) { try runLine(Array(line)) } catch {
                if invocation.stopsOnError { throw error }
                environment.output.flush()
                reporter.report(error)
            }
        }
    }

    private func contents(of file: [UInt8]) throws(NiclFailure) -> [UInt8] {
        let descriptor = open(file.map { CChar(bitPattern: $0) } + [0], O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw NiclFailure("source", errno == ENOENT ? .noSuchFile : .readFailed, path: file)
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw NiclFailure("source", .readFailed, path: file) }
            guard count > 0 else { return contents }
            contents += buffer.prefix(count)
        }
    }
}

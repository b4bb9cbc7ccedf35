import Glibc
import NetInfoTesting

/// A database of a test's own, and `nicl -raw` on it.
struct NiclDatabase {
    let folder = TemporaryFolder("netinfo-nicl")

    /// Where the database is.
    var path: String { folder("data") }

    /// Makes a database and runs these commands on it.
    init(_ commands: String...) throws {
        _ = try Self.tool(["nicl", "-raw", path, "-create"])
        guard !commands.isEmpty else { return }
        _ = try session(commands.joined(separator: "\n"))
    }

    /// Runs one command; words are separated by single blanks.
    func run(_ command: String, options: String...) throws -> ToolRun {
        try Self.tool(["nicl"] + options + ["-raw", path] + command.split(separator: " ").map(String.init))
    }

    /// Runs the lines of a script.
    func session(_ script: String, options: String...) throws -> ToolRun {
        try Self.tool(["nicl"] + options + ["-raw", path], script + "\n")
    }

    /// Runs the tool, again while the database is locked: a process that another test starts at the same time holds
    /// this one's descriptors, locks and all, for a moment.
    static func tool(_ words: [String], _ input: String = "") throws -> ToolRun {
        for _ in 0..<100 {
            let run = try ToolRun(words, input)
            guard run.status == 240 else { return run }
            usleep(20_000)
        }
        return try ToolRun(words, input)
    }
}

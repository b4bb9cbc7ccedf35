import NetInfoTesting

/// A database of a test's own, and `nicl -raw` on it.
struct NiclDatabase {
    let folder = TemporaryFolder("netinfo-nicl")

    /// Where the database is.
    var path: String { folder("data") }

    /// Makes a database and runs these commands on it.
    init(_ commands: String...) throws {
        _ = try ToolRun(["nicl", "-raw", path, "-create"])
        guard !commands.isEmpty else { return }
        _ = try session(commands.joined(separator: "\n"))
    }

    /// Runs one command; words are separated by single blanks.
    func run(_ command: String, options: String...) throws -> ToolRun {
        try ToolRun(["nicl"] + options + ["-raw", path] + command.split(separator: " ").map(String.init))
    }

    /// Runs the lines of a script.
    func session(_ script: String, options: String...) throws -> ToolRun {
        try ToolRun(["nicl"] + options + ["-raw", path], script + "\n")
    }
}

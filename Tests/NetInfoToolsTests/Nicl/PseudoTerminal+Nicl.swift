import NetInfoTesting

extension PseudoTerminal {
    /// Starts `nicl` on a database; nil, said aloud, without the executable or a terminal.
    convenience init?(
        _ database: NiclDatabase, options: [String] = [], variables: [String: String] = [:], for test: String
    ) throws {
        try self.init(
            tool: ["nicl"] + options + ["-raw", database.path],
            variables: ["HOME": database.folder.path].merging(variables) { $1 }, on: database.folder, for: test)
    }
}

import NetInfoTesting

/// `nicl` as a process of its own on a pseudo terminal.
final class NiclTerminal {
    /// Lives as long as the process that works on it.
    private let database: NiclDatabase
    private let terminal: PseudoTerminal

    /// Starts `nicl` on a database; nil, said aloud, without the executable or a terminal.
    init?(_ database: NiclDatabase, options: [String] = [], variables: [String: String] = [:], for test: String) throws
    {
        self.database = database
        let terminal = try PseudoTerminal(
            tool: ["nicl"] + options + ["-raw", database.path],
            variables: ["HOME": database.folder.path].merging(variables) { $1 }, for: test)
        guard let terminal else { return nil }
        self.terminal = terminal
    }

    /// Everything shown so far.
    var text: String { terminal.text }

    /// Types something once `prompt` is the last thing shown, and returns whether it came to that.
    @discardableResult
    func type(_ keys: String, after prompt: String) -> Bool { terminal.type(keys, after: prompt) }

    /// Waits until what is shown satisfies `condition`, ten seconds at most.
    func wait(until condition: (String) -> Bool) -> Bool { terminal.wait(until: condition) }

    /// The exit status, once the process has ended; after ten seconds it is made to.
    func end() -> Int32 { terminal.end() }
}

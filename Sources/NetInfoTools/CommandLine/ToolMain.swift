/// The one program behind all command-line tools: its name, or its first argument, selects the tool.
package enum ToolMain {
    /// One tool: its name, and what runs it with arguments, the name to use in messages, and the environment.
    package struct Tool: Sendable {
        package var name: String
        package var run: @Sendable ([[UInt8]], String, ToolEnvironment) -> ExitStatus

        package init(_ name: String, run: @escaping @Sendable ([[UInt8]], String, ToolEnvironment) -> ExitStatus) {
            self.name = name
            self.run = run
        }
    }

    /// All tools.
    package static let tools: [Tool] = [
        Tool("niutil", run: Niutil.run),
        Tool("nigrep", run: Nigrep.run),
        Tool("nireport", run: Nireport.run),
        Tool("nifind", run: Nifind.run),
        Tool("nidomain", run: Nidomain.run),
        Tool("nicl", run: Nicl.run),
        Tool("nidump", run: Nidump.run),
        Tool("niload", run: Niload.run),
    ]

    private static let name = "netinfo"

    /// Runs the tool that the arguments select, and returns the exit status of the process.
    ///
    /// Output that could not be written makes a success a failure (`tools.md` 1.6).
    package static func run(arguments: [[UInt8]], environment: ToolEnvironment) -> Int32 {
        let status = select(arguments, environment)
        environment.output.flush()
        guard !environment.output.isIntact, status == .success else { return status.rawValue }
        environment.error.write("\(String(decoding: baseName(arguments.first ?? []), as: UTF8.self)): write error\n")
        environment.error.flush()
        return ExitStatus.usage.rawValue
    }

    private static func select(_ arguments: [[UInt8]], _ environment: ToolEnvironment) -> ExitStatus {
        if let tool = tool(named: baseName(arguments.first ?? [])) {
            return tool.run(arguments, tool.name, environment)
        }
        let rest = Array(arguments.dropFirst())
        if let tool = rest.first.flatMap({ tool(named: $0, in: verbs + tools) }) {
            var shifted = environment
            shifted.conceal = { environment.conceal($0 + 1) }
            return tool.run(rest, tool.name, shifted)
        }
        return runItself(rest, environment)
    }

    private static func tool(named name: [UInt8], in tools: [Tool] = Self.tools) -> Tool? {
        tools.first { name.elementsEqual($0.name.utf8) }
    }

    private static func baseName(_ path: [UInt8]) -> [UInt8] {
        Array(path.suffix(while: { $0 != UInt8(ascii: "/") }))
    }

    private static func runItself(_ arguments: [[UInt8]], _ environment: ToolEnvironment) -> ExitStatus {
        switch arguments.first.map({ String(decoding: $0, as: UTF8.self) }) {
        case "--version":
            environment.output.write(ToolVersion.line(for: name))
            return .success
        case "--help", "-h":
            environment.output.write(usage)
            return .success
        case let command:
            if let command { environment.error.write("\(name): unknown tool \(command)\n") }
            environment.error.write(usage)
            environment.error.flush()
            return .usage
        }
    }

    private static var usage: MessageText {
        """
        usage: \(name) VERB|TOOL [ARGUMENT...]
        verbs: \(verbs.map(\.name).joined(separator: " "))
        tools: \(tools.map(\.name).joined(separator: " "))

        """
    }
}

extension Array where Element == UInt8 {
    /// The elements behind the last one that does not satisfy `predicate`.
    fileprivate func suffix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        guard let last = lastIndex(where: { !predicate($0) }) else { return self[...] }
        return self[(last + 1)...]
    }
}

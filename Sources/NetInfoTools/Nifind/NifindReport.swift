import NetInfoProtocol

/// Prints where `nifind` found the directory, and what went wrong on the way.
final class NifindReport {
    private let command: NifindCommand
    private let output: OutputWriter
    private let diagnostics: Diagnostics
    private let style: TextStyle
    private var documents: [JSONValue] = []
    /// In how many domains the directory was found.
    private(set) var found = 0
    /// Whether a domain could not be searched.
    private(set) var hasFailed = false

    init(command: NifindCommand, environment: ToolEnvironment, diagnostics: Diagnostics) {
        self.command = command
        self.diagnostics = diagnostics
        output = environment.output
        style = TextStyle(command.settings.color, writer: environment.output, environment: environment)
    }

    /// Whether the search is over.
    var isComplete: Bool { command.stopsAtFirst && found > 0 }

    func found(_ id: UInt32, _ properties: PropertyList?, in domain: [UInt8]) {
        found += 1
        if command.settings.usesJSON {
            return add(domain, id: .number(Int(id)), isFound: true, properties.map { JSONValue($0) })
        }
        output.write("\(command.directory) found in \(domain), id = ")
        output.write(style.id(id))
        output.write("\n")
        guard let properties else { return }
        for property in properties.properties {
            output.write(style.key(property.name))
            output.write(":")
            for value in property.values { output.write([UInt8(ascii: " ")] + value) }
            output.write("\n")
        }
        output.write("\n")
    }

    func missed(in domain: [UInt8]) {
        if command.settings.usesJSON { return add(domain, id: .null, isFound: false, nil) }
        if command.isVerbose { output.write("\(command.directory) not found in \(domain)\n") }
    }

    private func add(_ domain: [UInt8], id: JSONValue, isFound: Bool, _ properties: JSONValue?) {
        let members: [JSONValue.Member] = [
            .init("domain", .string(domain)), .init("id", id), .init("found", .bool(isFound)),
        ]
        documents.append(.object(members + (properties.map { [.init("properties", $0)] } ?? [])))
    }

    /// Reports a domain that could not be searched. The search goes on.
    func failed(_ message: MessageText, _ status: NIStatus) {
        hasFailed = true
        say(message, status)
    }

    /// Reports something that is wrong with the hierarchy, but does not hinder the search.
    func say(_ message: MessageText, _ status: NIStatus? = nil) {
        var failure = ToolFailure(message, exit: .usage, status: status?.rawValue, path: command.directory)
        failure.namesTool = false
        output.flush()
        diagnostics.report(failure)
    }

    /// Tells how the search proceeds, if asked to.
    func trace(_ message: MessageText) {
        guard command.isVerbose, !command.settings.usesJSON else { return }
        say(message)
    }

    /// Prints what can be said only at the end.
    func finish() {
        guard command.settings.usesJSON else { return }
        output.write(JSONValue.array(documents).encoded + [UInt8(ascii: "\n")])
    }
}

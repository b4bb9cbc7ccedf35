import NetInfoProtocol

/// Prints what `nigrep` finds, as it finds it.
final class NigrepReport {
    private let command: NigrepCommand
    private let output: OutputWriter
    private let style: TextStyle
    private var documents: [JSONValue] = []
    /// The number of properties found.
    private(set) var count = 0

    init(command: NigrepCommand, environment: ToolEnvironment) {
        self.command = command
        output = environment.output
        style = TextStyle(command.settings.color, writer: environment.output, environment: environment)
    }

    /// Whether nothing found from now on would make a difference.
    var isComplete: Bool { command.report == .nothing && count > 0 }

    /// Whether names in paths are escaped. Lines for people have never been; paths for programs must parse again.
    var escapesNames: Bool { command.report == .directories || command.settings.usesJSON }

    /// Takes the properties found in one directory.
    func add(_ properties: [Property], in directory: WalkedDirectory) {
        guard !properties.isEmpty else { return }
        count += properties.count
        switch command.report {
        case .properties: for property in properties { write(property, in: directory) }
        case .directories: write(directory)
        case .count, .nothing: break
        }
    }

    /// Prints what can be said only at the end.
    func finish() {
        guard command.report != .nothing else { return }
        if command.settings.usesJSON {
            let document = command.report == .count ? JSONValue.number(count) : .array(documents)
            output.write(document.encoded + [UInt8(ascii: "\n")])
        } else if command.report == .count {
            output.write("\(count)")
            endLine()
        }
    }

    private func write(_ property: Property, in directory: WalkedDirectory) {
        if command.settings.usesJSON {
            let members =
                Self.members(directory) + [
                    .init("key", .string(property.name)), .init("values", .strings(property.values)),
                ]
            return documents.append(.object(members))
        }
        output.write(style.id(directory.id))
        output.write(" \(directory.path):  ")
        output.write(style.key(property.name))
        for value in property.values { output.write([UInt8(ascii: " ")] + value) }
        endLine()
    }

    private func write(_ directory: WalkedDirectory) {
        if command.settings.usesJSON { return documents.append(.object(Self.members(directory))) }
        output.write(style.id(directory.id))
        output.write(" \(directory.path)")
        endLine()
    }

    private static func members(_ directory: WalkedDirectory) -> [JSONValue.Member] {
        [.init("id", .number(Int(directory.id))), .init("path", .string(directory.path))]
    }

    private func endLine() { output.write([command.endsLinesInNUL ? 0 : UInt8(ascii: "\n")]) }
}

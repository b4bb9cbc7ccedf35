/// Whether output is coloured (`--color`, `tools.md` 15).
package enum ColorChoice: String, CaseIterable, Sendable {
    /// On terminals, unless the variable NO_COLOR is set.
    case auto
    case always
    case never
}

/// Highlights parts of the output, or leaves every byte alone.
package struct TextStyle: Sendable {
    private let isOn: Bool

    package init(isOn: Bool) { self.isOn = isOn }

    /// Whether `choice` means colours for output to `writer`.
    package init(_ choice: ColorChoice, writer: OutputWriter, environment: ToolEnvironment) {
        switch choice {
        case .always: isOn = true
        case .never: isOn = false
        case .auto: isOn = writer.isTerminal && (environment.variable("NO_COLOR") ?? []).isEmpty
        }
    }

    /// A property's name.
    package func key(_ text: [UInt8]) -> [UInt8] { wrap(text, "\u{1B}[1m") }

    /// A directory's id.
    package func id(_ number: UInt32) -> [UInt8] { wrap(Array(String(number).utf8), "\u{1B}[2m") }

    private func wrap(_ text: [UInt8], _ start: String) -> [UInt8] {
        isOn ? Array(start.utf8) + text + Array("\u{1B}[0m".utf8) : text
    }
}

package import NetInfoProtocol

/// One entry that a file describes.
package struct FormatEntry: Hashable, Sendable {
    /// Where the entry begins, counted from 1.
    package var line: Int
    /// The properties, in the order in which they are written to a directory.
    package var properties: PropertyList

    package init(line: Int, properties: PropertyList) {
        self.line = line
        self.properties = properties
    }

    /// The name that identifies the entry.
    package var name: [UInt8] { properties.firstValue(of: "name") ?? [] }
}

/// What a file says: its entries, and the lines that are not understood.
package struct FormatReading: Hashable, Sendable {
    package var entries: [FormatEntry] = []
    /// Lines that were left out.
    package var problems: [FormatProblem] = []
    /// What was understood, but not as it may have been meant.
    package var warnings: [FormatProblem] = []

    package init() {}
}

package import NetInfoProtocol

/// `ethers` (`tools.md` 9.5).
package struct EthersFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["machines"] }

    package var alwaysMerges: Bool { true }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let names = try properties.required("name")
        let address = try properties.requiredFirst("en_address")
        writer.write(ethernet: address)
        writer.write("\t")
        writer.write(machineNames: names)
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: true)
            guard let address = tokens.first else { return nil }
            guard tokens.count > 1 else { throw line.problem(at: tokens[0].endIndex, "the name is missing") }
            var builder = EntryBuilder()
            builder.add("name", list: tokens.dropFirst().map(Array.init))
            builder.add("en_address", try line.ethernet(address))
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("name") ? .oldFirst : .leading }
}

extension FieldWriter {
    /// Writes an Ethernet address in its one form.
    mutating func write(ethernet address: [UInt8]) {
        let canonical = MachineAddress.ethernet(address)
        if canonical == nil { note(.init(field: "en_address", reason: "is no Ethernet address")) }
        write(word: canonical ?? address, "en_address")
    }
}

extension LogicalLine {
    /// The Ethernet address in its one form.
    func ethernet(_ token: ArraySlice<UInt8>) throws(FormatProblem) -> [UInt8] {
        guard let address = MachineAddress.ethernet(Array(token)) else {
            throw problem(at: token.startIndex, Array("no Ethernet address: ".utf8) + token)
        }
        return address
    }
}

package import NetInfoProtocol

/// `hosts`, one line for each address (`tools.md` 9.4).
package struct HostsFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["machines"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let names = try properties.required("name")
        let old = properties.values(of: "ip_address") ?? []
        // IPv6 addresses may stand among the others, where a later Apple parser put them.
        let isIPv6 = { (address: [UInt8]) in MachineAddress.ipv6(address) != nil }
        let addresses = old.filter { !isIPv6($0) } + old.filter(isIPv6) + (properties.values(of: "ipv6_address") ?? [])
        guard !addresses.isEmpty else { throw MissingProperty("ip_address") }
        for address in addresses {
            let canonical = MachineAddress.ipv4(address) ?? MachineAddress.ipv6(address)
            if canonical == nil { writer.note(.init(field: "ip_address", reason: "is no address")) }
            writer.write(word: canonical ?? address, "ip_address")
            writer.write("\t")
            writer.write(machineNames: names)
        }
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: true)
            guard let address = tokens.first.map(Array.init) else { return nil }
            guard tokens.count > 1 else { throw line.problem(at: tokens[0].endIndex, "the name is missing") }
            var builder = EntryBuilder()
            builder.add("name", list: tokens.dropFirst().map(Array.init))
            if let ipv4 = MachineAddress.ipv4(address) {
                builder.add("ip_address", ipv4)
            } else if let ipv6 = MachineAddress.ipv6(address) {
                builder.add("ipv6_address", ipv6)
            } else {
                throw line.problem(at: tokens[0].startIndex, Array("no IP address: ".utf8) + address)
            }
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("name") ? .newFirst : .replace }

    package func belongTogether(_ first: PropertyList, _ second: PropertyList) -> Bool { true }
}

extension FieldWriter {
    /// Writes all names of a machine and ends the line.
    mutating func write(machineNames names: [[UInt8]]) {
        for (index, name) in names.enumerated() {
            if index > 0 { write(" ") }
            write(word: name, "name")
        }
        write("\n")
    }
}

package import NetInfoProtocol

/// `bootptab` (`tools.md` 9.6). Of a machine with several addresses it shows the first.
package struct BootptabFormat: FlatFormat {
    private static let noEthernet = "0:0:0:0:0:0"
    private static let noAddress = "0.0.0.0"

    package init() {}

    package var directory: [String] { ["machines"] }

    package var alwaysMerges: Bool { true }

    package var header: [UInt8] { Array("/private/tftpboot:/\nmach\n%%\n".utf8) }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let name = try properties.requiredFirst("name")
        guard properties.firstValue(of: "bootfile") != nil || properties.firstValue(of: "en_address") != nil else {
            throw MissingProperty("bootfile")
        }
        writer.write(word: name, "name")
        writer.write("\t1\t")
        writer.write(ethernet: properties.first("en_address", default: Self.noEthernet))
        writer.write("\t")
        let address = properties.first("ip_address", default: Self.noAddress)
        let canonical = MachineAddress.ipv4(address) ?? MachineAddress.ipv6(address)
        if canonical == nil { writer.note(.init(field: "ip_address", reason: "is no address")) }
        writer.write(word: canonical ?? address, "ip_address")
        writer.write("\t")
        writer.write(word: properties.first("bootfile", default: "mach"), "bootfile")
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        let all = LogicalLine.all(in: text)
        guard let end = all.firstIndex(where: { $0.bytes.starts(with: "%%".utf8) }) else {
            if let first = all.first { reading.problems = [first.problem(at: 0, "no line %% before the machines")] }
            return reading
        }
        reading.take(Array(all[(end + 1)...])) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: false)
            guard tokens.count >= 5 else {
                throw line.problem(at: 0, "\(tokens.count) fields where 5 belong")
            }
            guard tokens[1].isText("1") else {
                throw line.problem(at: tokens[1].startIndex, "the hardware type is not 1 (Ethernet)")
            }
            var builder = EntryBuilder()
            builder.add("name", tokens[0])
            let ethernet = try line.ethernet(tokens[2])
            if !ethernet.elementsEqual(Self.noEthernet.utf8) { builder.add("en_address", ethernet) }
            let address = Array(tokens[3])
            guard let canonical = MachineAddress.ipv4(address) ?? MachineAddress.ipv6(address) else {
                throw line.problem(at: tokens[3].startIndex, Array("no IP address: ".utf8) + address)
            }
            if !canonical.elementsEqual(Self.noAddress.utf8) { builder.add("ip_address", canonical) }
            builder.add("bootfile", tokens[4])
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule {
        if key.isText("name") { return .oldFirst }
        return key.isText("bootfile") ? .replace : .leading
    }
}

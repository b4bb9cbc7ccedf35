package import NetInfoProtocol

/// `resolv.conf`, which is the directory `/locations/resolver` itself (`tools.md` 9.15).
package struct ResolverFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["locations", "resolver"] }

    package var isSingle: Bool { true }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        let domain = try properties.requiredFirst("domain")
        let servers = try properties.required("nameserver")
        writer.write("domain ")
        writer.write(word: domain, "domain")
        writer.write("\n")
        if let search = properties.values(of: "search"), !search.isEmpty {
            writer.write("search")
            for suffix in search {
                writer.write(" ")
                writer.write(word: suffix, "search")
            }
            writer.write("\n")
        }
        for server in servers {
            writer.write("nameserver ")
            writer.write(word: server, "nameserver")
            writer.write("\n")
        }
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        var values: [String: [[UInt8]]] = [:]
        let lines = LogicalLine.all(in: text).filter { $0.bytes.trimmed().first != Byte.semicolon }
        for line in lines {
            let tokens = line.tokens(comments: true)
            guard let keyword = tokens.first else { continue }
            let rest = tokens.dropFirst().map(Array.init)
            guard !rest.isEmpty else {
                reading.problems.append(line.problem(at: keyword.endIndex, "the value is missing"))
                continue
            }
            switch String(decoding: keyword, as: UTF8.self) {
            case "domain": values["domain"] = [rest[0]]
            case "search": values["search"] = rest
            case "nameserver": values["nameserver", default: []].append(rest[0])
            default:
                reading.problems.append(line.problem(at: keyword.startIndex, Array("unknown keyword ".utf8) + keyword))
            }
        }
        guard let first = lines.first, !values.isEmpty else { return reading }
        var builder = EntryBuilder()
        builder.add("name", "resolver".utf8)
        for (key, list) in values { builder.add(key, list: list) }
        reading.entries = [builder.entry(line: first)]
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule {
        key.isText("search") || key.isText("nameserver") ? .newFirst : .replace
    }
}

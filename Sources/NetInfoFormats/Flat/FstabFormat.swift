package import NetInfoProtocol

/// `fstab` (`tools.md` 9.11).
package struct FstabFormat: FlatFormat {
    package init() {}

    package var directory: [String] { ["mounts"] }

    package func compose(_ properties: PropertyList, to writer: inout FieldWriter) throws(MissingProperty) {
        writer.write(word: try properties.requiredFirst("name"), "name")
        writer.write(" ")
        writer.write(word: properties.first("dir"), "dir")
        writer.write(" ")
        let type = properties.firstValue(of: "vfstype") ?? properties.first("type", default: "nfs")
        writer.write(word: type, "vfstype")
        writer.write(" ")
        let options = properties.values(of: "opts") ?? []
        writer.write(options.isEmpty ? [Array("rw".utf8)] : options, "opts", separator: ",", forbidden: " \t")
        writer.write(" ")
        let frequency = properties.firstValue(of: "freq") ?? properties.first("dump_freq", default: "0")
        writer.write(word: frequency, "freq")
        writer.write(" ")
        writer.write(word: properties.first("passno", default: "0"), "passno")
        writer.write("\n")
    }

    package func parse(_ text: [UInt8]) -> FormatReading {
        var reading = FormatReading()
        reading.take(LogicalLine.all(in: text)) { line throws(FormatProblem) in
            let tokens = line.tokens(comments: false)
            guard (4...6).contains(tokens.count) else {
                throw line.problem(at: 0, "\(tokens.count) fields where 4 to 6 belong")
            }
            let zero: ArraySlice<UInt8> = [UInt8(ascii: "0")]
            var builder = EntryBuilder()
            builder.add("name", tokens[0])
            builder.add("dir", tokens[1])
            builder.add("vfstype", tokens[2])
            let options = tokens[3].split(separator: Byte.comma, omittingEmptySubsequences: false)
            builder.add("opts", list: options.map(Array.init))
            builder.add("freq", tokens.count > 4 ? tokens[4] : zero)
            builder.add("passno", tokens.count > 5 ? tokens[5] : zero)
            return builder.entry(line: line)
        }
        return reading
    }

    package func rule(for key: [UInt8]) -> MergeRule { key.isText("opts") ? .newFirst : .replace }
}

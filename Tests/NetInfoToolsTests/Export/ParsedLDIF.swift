import Foundation

/// The entries of an LDIF text: what each has, in no order.
struct ParsedLDIF {
    /// By distinguished name; each value as `attribute=value`, which is no text where the value is none.
    private(set) var entries: [[UInt8]: Set<[UInt8]>] = [:]

    init(_ text: String) {
        let unfolded = text.replacing("\n ", with: "")
        for block in unfolded.components(separatedBy: "\n\n") {
            var name: [UInt8]?
            var values: Set<[UInt8]> = []
            for line in block.split(separator: "\n") where !line.hasPrefix("#") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                let rest = line[line.index(after: colon)...]
                let value =
                    rest.hasPrefix(":")
                    ? Data(base64Encoded: rest.dropFirst().trimmingCharacters(in: .whitespaces)).map(Array.init) ?? []
                    : Array(rest.drop { $0 == " " }.utf8)
                if line.hasPrefix("dn:") {
                    name = value
                } else {
                    values.insert(Array("\(line[..<colon])=".utf8) + value)
                }
            }
            if let name { entries[name] = values }
        }
    }

    /// What entries have, without their names, which servers write in a form of their own.
    var contents: [Set<[UInt8]>] {
        entries.values.sorted {
            $0.sorted { $0.lexicographicallyPrecedes($1) }.description
                < $1.sorted { $0.lexicographicallyPrecedes($1) }.description
        }
    }

    /// Values of an attribute of all entries.
    func values(_ attribute: String) -> [String] {
        let prefix = Array("\(attribute)=".utf8)
        return entries.values.joined().filter { $0.starts(with: prefix) }
            .map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }.sorted()
    }
}

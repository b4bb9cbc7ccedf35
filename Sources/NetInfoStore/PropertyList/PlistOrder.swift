/// The order of the properties where the file has none.
enum PlistOrder {
    /// Plain keys by their bytes, then every `netinfo:property:<n>:` key put at its position n.
    static func byKey(_ entries: [PlistEntry]) -> [PlistEntry] {
        var placed: [(index: Int, entry: PlistEntry)] = []
        var plain: [PlistEntry] = []
        for entry in entries {
            if let index = PlistKey.unescaped(entry.key)?.index {
                placed.append((index, entry))
            } else {
                plain.append(entry)
            }
        }
        plain.sort { $0.key.lexicographicallyPrecedes($1.key) }
        placed.sort { ($0.index, $0.entry.offset) < ($1.index, $1.entry.offset) }
        return merge(plain: plain, placed: placed)
    }

    private static func merge(plain: [PlistEntry], placed: [(index: Int, entry: PlistEntry)]) -> [PlistEntry] {
        let bookkeeping = plain.filter { $0.key == PlistKey.directory }
        var properties: [PlistEntry] = []
        var rest = placed[...]
        for entry in plain where entry.key != PlistKey.directory {
            while let next = rest.first, next.index <= properties.count {
                properties.append(next.entry)
                rest = rest.dropFirst()
            }
            properties.append(entry)
        }
        return bookkeeping + properties + rest.map(\.entry)
    }
}

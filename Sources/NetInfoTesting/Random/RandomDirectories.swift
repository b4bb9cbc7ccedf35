package import NetInfoProtocol

/// Makes up the properties of directories: mostly plain ones, and everything legal that is hard to keep in files.
package struct RandomDirectories {
    private static let hardNames: [[UInt8]] =
        [
            "_directory", "x.plist", "sqlindex", "sqlindex-wal", ".hidden", ".", "..", "a/b", "heron:/Users", "a%2Fb",
            "%2F", "", "#7", "wren#12", "a.temp", "\u{E9}", "e\u{301}", "tab\there", "line\nfeed", "\u{1}\u{1F}", " ",
            "lost+found", "_directory.plist", "\u{1F426}", "wren.unreadable",
        ].map { Array($0.utf8) } + [
            [0xFF, 0xFE], [0xE9], Array(repeating: UInt8(ascii: "n"), count: 200),
            Array(repeating: UInt8(ascii: "n"), count: 201), Array(repeating: UInt8(ascii: "/"), count: 90),
        ]
    private static let plainNames = ["wren", "Wren", "WREN", "robin", "heron", "crane", "stork", "users"]
    private static let keys = ["uid", "passwd", "_writers", "netinfo:directory", "netinfo:x", "", "a/b", "<&>", "name"]

    package init() {}

    /// The properties of a new directory.
    package func properties(_ numbers: inout SeededGenerator) -> PropertyList {
        var list = PropertyList((0..<Int.random(in: 0...5, using: &numbers)).map { _ in property(&numbers) })
        guard Int.random(in: 0..<12, using: &numbers) > 0 else { return list }
        let place = Int.random(in: 0...list.properties.count, using: &numbers)
        list.properties.insert(Property(name: Array("name".utf8), values: names(&numbers)), at: place)
        return list
    }

    /// One property; its name may be anything.
    package func property(_ numbers: inout SeededGenerator) -> Property {
        let key = Self.keys.randomElement(using: &numbers).map { Array($0.utf8) } ?? []
        let name = Bool.random(using: &numbers) ? key : value(&numbers)
        let values = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in value(&numbers) }
        return Property(name: Int.random(in: 0..<9, using: &numbers) > 0 ? name : [0x01, 0xFF], values: values)
    }

    /// The values of a directory's `name`: at times none, or one that is empty.
    package func names(_ numbers: inout SeededGenerator) -> [[UInt8]] {
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0: []
        case 1: [[]]
        case 2: [name(&numbers), name(&numbers)]
        default: [name(&numbers)]
        }
    }

    private func name(_ numbers: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0..<3: Self.hardNames.randomElement(using: &numbers) ?? []
        case 3..<6: Array("bird\(Int.random(in: 0..<500, using: &numbers))".utf8)
        default: Self.plainNames.randomElement(using: &numbers).map { Array($0.utf8) } ?? []
        }
    }

    private func value(_ numbers: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0: (0..<Int.random(in: 0...40, using: &numbers)).map { _ in UInt8.random(in: 1...255, using: &numbers) }
        case 1: Self.hardNames.randomElement(using: &numbers) ?? []
        case 2 where Int.random(in: 0..<8, using: &numbers) == 0: Array(repeating: UInt8(ascii: "v"), count: 9000)
        case 3: Array("]]>&amp;\r\n".utf8)
        default: Array("value \(UInt16.random(in: 0...999, using: &numbers))".utf8)
        }
    }
}

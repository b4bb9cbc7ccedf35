import NetInfoProtocol

/// Makes a directory's record from the keys of its property list, in their order.
struct PlistRecordAssembler {
    /// What was left out because NetInfo cannot carry it, one sentence each.
    private(set) var omissions: [String] = []
    private let omitsUnfit: Bool
    private var keys = NameSet()
    private var bookkeeping: PlistRecord.Bookkeeping?
    private var properties: [Property] = []

    /// Leaves out what NetInfo cannot carry, or makes an error of it.
    init(omitsUnfit: Bool) { self.omitsUnfit = omitsUnfit }

    /// Makes the record.
    mutating func record(of entries: [PlistEntry]) throws(PlistFault) -> PlistRecord {
        properties.reserveCapacity(entries.count)
        for entry in entries {
            guard keys.insert(entry.key) else {
                throw PlistFault("the key \(entry.key.quotedForMessage) is there twice", at: entry.offset)
            }
            if entry.key == PlistKey.directory {
                bookkeeping = try bookkeeping(of: entry)
            } else {
                try append(entry)
            }
        }
        guard properties.count <= NILimit.properties else {
            throw PlistFault("there are more than \(NILimit.properties) properties", at: 0)
        }
        return PlistRecord(bookkeeping: bookkeeping, properties: PropertyList(properties))
    }

    private func bookkeeping(of entry: PlistEntry) throws(PlistFault) -> PlistRecord.Bookkeeping {
        guard let bookkeeping = PlistRecord.Bookkeeping(values: entry.values) else {
            throw PlistFault("'netinfo:directory' needs one id=, one instance= and one rank=", at: entry.offset)
        }
        return bookkeeping
    }

    private mutating func append(_ entry: PlistEntry) throws(PlistFault) {
        let name = try propertyName(of: entry)
        guard Self.isFit(name) else {
            return try omit("the name of the property \(name.quotedForMessage) \(Self.problem(of: name))", entry)
        }
        var values = entry.values
        if !values.allSatisfy(Self.isFit) {
            values = try carriable(values, of: entry)
            // A property that lost all its values is not one that has none.
            guard !values.isEmpty else { return }
        }
        guard values.count <= NILimit.values else {
            return try omit("the property \(name.quotedForMessage) has more than \(NILimit.values) values", entry)
        }
        properties.append(Property(name: name, values: values))
    }

    private func propertyName(of entry: PlistEntry) throws(PlistFault) -> [UInt8] {
        guard entry.key.starts(with: PlistKey.prefix) else { return entry.key }
        guard let (_, name) = PlistKey.unescaped(entry.key) else {
            throw PlistFault("the key \(entry.key.quotedForMessage) is not known", at: entry.offset)
        }
        return name
    }

    private mutating func carriable(_ values: [[UInt8]], of entry: PlistEntry) throws(PlistFault) -> [[UInt8]] {
        var carriable: [[UInt8]] = []
        for (index, value) in values.enumerated() {
            if Self.isFit(value) {
                carriable.append(value)
            } else {
                let problem = Self.problem(of: value)
                try omit("value \(index) of the property \(entry.key.quotedForMessage) \(problem)", entry)
            }
        }
        return carriable
    }

    private mutating func omit(_ problem: String, _ entry: PlistEntry) throws(PlistFault) {
        guard omitsUnfit else { throw PlistFault("\(problem), which NetInfo cannot carry", at: entry.offset) }
        omissions.append(problem + ", which NetInfo cannot carry: left out")
    }

    /// Whether NetInfo can carry a name or value.
    private static func isFit(_ text: [UInt8]) -> Bool { text.count <= NILimit.name && !text.contains(0) }

    /// Why a name or value that is not fit is not.
    private static func problem(of text: [UInt8]) -> String {
        text.count > NILimit.name ? "is longer than \(NILimit.name) bytes" : "has a NUL byte"
    }
}

package import NetInfoProtocol

/// A directory as a Mac's property lists can hold it: no bookkeeping, and every property under its own name
/// (`schema.md` 3.9).
package struct ForeignRecord: Hashable, Sendable {
    /// A property that is left out, and why.
    package struct Omission: Hashable, Sendable {
        package var name: [UInt8]
        package var reason: String
    }

    /// What is left, in its order.
    package private(set) var properties = PropertyList()
    package private(set) var omissions: [Omission] = []

    /// Takes the properties of a directory that can be keys of a dictionary.
    package init(_ list: PropertyList) {
        var names = NameSet()
        for property in list.properties {
            if let reason = Self.fault(in: property.name) {
                omissions.append(Omission(name: property.name, reason: reason))
            } else if names.insert(property.name) {
                properties.properties.append(property)
            } else {
                let reason = "a property list has each key once, and the first counts"
                omissions.append(Omission(name: property.name, reason: reason))
            }
        }
    }

    private static func fault(in name: [UInt8]) -> String? {
        if name.isEmpty { return "a key must not be empty" }
        if name.starts(with: PlistKey.prefix) { return "netinfod's own keys begin with netinfo:" }
        return PlistKey.isPlain(name) ? nil : "its name cannot be a key in XML"
    }

    /// The content of the file.
    package var encoded: [UInt8] { PlistRecordWriter.encode(PlistRecord(properties: properties)) }
}

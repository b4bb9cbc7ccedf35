package import NetInfoProtocol

/// The names of the files and folders that hold directories, without `.plist`
/// (`docs/store-format.md`, "Files and folders").
package enum RecordFileName {
    /// The file in a top-level folder that holds the folder's own properties.
    package static let directory = "_directory"
    /// What a property list file's name ends with.
    package static let suffix = ".plist"
    /// What the name of a file still being written ends with.
    package static let temporarySuffix = ".temp"
    /// What the names of the index's files begin with.
    package static let indexPrefix = "sqlindex"
    /// The folder beside those of the root's children in which a server keeps account of changes.
    package static let audit = "audit"
    /// Bytes of the longest base name taken from a directory's name.
    package static let maximumLength = 200

    /// The base name for a directory: its first name with `/` as `%2F`, or `#<id>` when that cannot be a file name
    /// or could be mistaken for another file of the store.
    ///
    /// A child of the root, whose folder stands beside `audit`, cannot be called that.
    package static func base(for properties: PropertyList, id: UInt32, isTop: Bool = false) -> String {
        guard let name = properties.firstValue(of: "name"), let text = String(validating: name, as: UTF8.self) else {
            return "#\(id)"
        }
        let base = text.unicodeScalars.reduce(into: "") { base, scalar in
            base += scalar == "/" ? "%2F" : String(scalar)
        }
        let isTaken = isTop && base.utf8.elementsEqual(audit.utf8)
        return isUsable(base) && !isTaken ? base : "#\(id)"
    }

    /// The base name for a directory whose first choice a sibling already has.
    package static func disambiguated(_ base: String, id: UInt32) -> String {
        base.utf8.first == UInt8(ascii: "#") ? base : "\(base)#\(id)"
    }

    private static func isUsable(_ base: String) -> Bool {
        let bytes = base.utf8
        guard !bytes.isEmpty, bytes.count <= maximumLength, !bytes.elementsEqual(directory.utf8) else { return false }
        guard bytes.first != UInt8(ascii: "."), !bytes.contains(UInt8(ascii: "#")) else { return false }
        guard !base.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return false }
        return !isReserved(base)
    }

    /// A folder `x.plist` would stand where the file of a directory `x` goes.
    private static func isReserved(_ base: String) -> Bool {
        let bytes = base.utf8
        return bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
            || bytes.suffix(temporarySuffix.utf8.count).elementsEqual(temporarySuffix.utf8)
            || bytes.starts(with: indexPrefix.utf8)
    }
}

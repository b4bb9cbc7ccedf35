/// The three layouts of a database folder (`nidb-format.md` 1).
enum DatabaseLayout: Equatable {
    /// `collection` or `Collection` with blocks of 256 or 512 bytes.
    case collection(file: String, blockSize: Int)
    /// `Store.<size>` files.
    case dsstore

    /// What the folder's file names say.
    init?(of folder: DatabaseFolder) {
        if folder.files["Config"] != nil || folder.files.keys.contains(where: { StoreFile.size(named: $0) != nil }) {
            self = .dsstore
        } else if folder.files["collection"] != nil {
            self = .collection(file: "collection", blockSize: 256)
        } else if folder.files["Collection"] != nil {
            self = .collection(file: "Collection", blockSize: 512)
        } else {
            return nil
        }
    }
}

extension String {
    /// The number that follows `prefix` up to the end: decimal, without leading zeros; nil when it is anything else.
    func decimalSuffix(after prefix: String) -> UInt32? {
        guard hasPrefix(prefix), let number = UInt32(dropFirst(prefix.count)) else { return nil }
        return self == "\(prefix)\(number)" ? number : nil
    }
}

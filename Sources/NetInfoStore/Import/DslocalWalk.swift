import NetInfoProtocol

/// One directory found in a dslocal folder, before it has a number.
struct DslocalEntry {
    /// The file or folder it came from, for messages.
    let path: String
    /// The index of the parent's entry; nil for the root.
    let parent: Int?
    let record: PlistRecord
}

/// Goes through the folders of a node and reads their files.
struct DslocalWalk {
    /// The directories: each parent before its children, siblings in the order of their file names.
    private(set) var entries: [DslocalEntry] = []
    private(set) var remarks: [String] = []
    private let salvage: Bool
    private let progress: (Int) -> Void
    private var filesRead = 0

    init(salvage: Bool, progress: @escaping (Int) -> Void) {
        self.salvage = salvage
        self.progress = progress
    }

    /// Reads the node's own folder, which has a folder for each child of the root.
    mutating func readNode(_ folder: borrowing DslocalFolder) throws(DslocalError) {
        let listing = try list(folder)
        let own = try ownRecord(of: folder, listing) ?? PlistRecord(properties: [])
        let root = append(own, path: "the root", parent: nil)
        for base in listing.bases {
            if listing.files.contains(base) {
                remark(folder.path(of: DslocalListing.fileName(of: base)), "ignored: it is in no folder of the node")
            }
            guard listing.folders.contains(base) else { continue }
            try readSubtree(base, in: folder, record: nil, parent: root, depth: 1)
        }
    }

    /// Reads the directory of a file, of a folder, or of a file with its children in the folder beside it.
    private mutating func readDirectory(
        _ base: [UInt8], in folder: borrowing DslocalFolder, _ listing: DslocalListing, parent: Int, depth: Int
    ) throws(DslocalError) {
        var record: PlistRecord?
        if listing.files.contains(base) {
            record = try readFile(DslocalListing.fileName(of: base), in: folder)
        }
        if listing.folders.contains(base) {
            try readSubtree(base, in: folder, record: record, parent: parent, depth: depth + 1)
        } else if let record {
            append(record, path: folder.path(of: DslocalListing.fileName(of: base)), parent: parent)
        }
    }

    /// Reads a folder: a directory's children, and the directory itself when it is not `record`.
    private mutating func readSubtree(
        _ name: [UInt8], in parentFolder: borrowing DslocalFolder, record: PlistRecord?, parent: Int, depth: Int
    ) throws(DslocalError) {
        let path = parentFolder.path(of: name)
        var index = record.map { append($0, path: path, parent: parent) }
        do throws(DslocalError) {
            guard depth <= DslocalReader.maximumDepth else {
                throw DslocalError(path: path, reason: "deeper than \(DslocalReader.maximumDepth) folders")
            }
            let folder = try DslocalFolder(name, in: parentFolder)
            let listing = try list(folder)
            if index == nil {
                let own = try ownRecord(of: folder, listing) ?? Self.unwritten(name)
                index = append(own, path: path, parent: parent)
            } else if listing.hasOwnFile {
                remark(folder.path(of: DslocalListing.ownFile), "ignored: \(path).plist has the properties")
            }
            for base in listing.bases {
                try readDirectory(base, in: folder, listing, parent: index ?? parent, depth: depth)
            }
        } catch {
            try drop(error)
        }
    }

    private mutating func list(_ folder: borrowing DslocalFolder) throws(DslocalError) -> DslocalListing {
        let listing = try DslocalListing(of: folder)
        for (name, reason) in listing.ignored { remark(folder.path(of: name), "ignored: \(reason)") }
        return listing
    }

    private mutating func ownRecord(
        of folder: borrowing DslocalFolder, _ listing: DslocalListing
    ) throws(DslocalError) -> PlistRecord? {
        listing.hasOwnFile ? try readFile(DslocalListing.ownFile, in: folder) : nil
    }

    /// The directory of a folder whose properties no file holds.
    private static func unwritten(_ folder: [UInt8]) -> PlistRecord {
        // The folder of a directory without a usable name is called after its number.
        guard folder.first != UInt8(ascii: "#") else { return PlistRecord(properties: []) }
        var name: [UInt8] = []
        var rest = folder[...]
        while let byte = rest.first {
            let isSlash = rest.starts(with: "%2F".utf8)
            name.append(isSlash ? UInt8(ascii: "/") : byte)
            rest = rest.dropFirst(isSlash ? 3 : 1)
        }
        return PlistRecord(properties: [Property(name: Array("name".utf8), values: [name])])
    }

    /// Reads one property list; nil when it is to be passed over.
    private mutating func readFile(
        _ name: [UInt8], in folder: borrowing DslocalFolder
    ) throws(DslocalError) -> PlistRecord? {
        let path = folder.path(of: name)
        do throws(DslocalError) {
            let bytes = try folder.content(of: name)
            filesRead += 1
            progress(filesRead)
            guard !bytes.isEmpty else {
                remark(path, "ignored: the file is empty")
                return nil
            }
            return try decode(bytes, path: path)
        } catch {
            try drop(error)
            return nil
        }
    }

    private mutating func decode(_ bytes: [UInt8], path: String) throws(DslocalError) -> PlistRecord {
        do throws(PlistError) {
            let (record, omissions) = try PlistRecordReader.decodeOmittingUnfit(bytes)
            for omission in omissions { remark(path, omission) }
            return record
        } catch {
            throw DslocalError(path: path, reason: error.description)
        }
    }

    @discardableResult
    private mutating func append(_ record: PlistRecord, path: String, parent: Int?) -> Int {
        entries.append(DslocalEntry(path: path, parent: parent, record: record))
        return entries.count - 1
    }

    private mutating func remark(_ path: String, _ text: String) { remarks.append("\(path): \(text)") }

    /// Goes on without what could not be read, when salvaging; ends the import otherwise.
    private mutating func drop(_ error: DslocalError) throws(DslocalError) {
        guard salvage else { throw error }
        remark(error.path, "dropped: \(error.reason)")
    }
}

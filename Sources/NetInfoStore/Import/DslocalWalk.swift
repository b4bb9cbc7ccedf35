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
        var waiting: [Found] = []
        for base in listing.bases {
            if listing.files.contains(base) {
                remark(folder.path(of: DslocalListing.fileName(of: base)), "ignored: it is in no folder of the node")
            }
            guard listing.folders.contains(base) else { continue }
            if try isAudit(base, in: folder) { continue }
            waiting.append(Found(base: base, folders: [], record: nil, hasFolder: true, parent: root, stage: nil))
        }
        waiting.reverse()
        // Not by recursion, and with few folders open: however deep a tree is, it takes neither stack nor descriptors.
        while let next = waiting.popLast() {
            if next.hasFolder {
                waiting += try readSubtree(next, below: folder).reversed()
            } else if let record = next.record {
                append(
                    record, path: Self.path(next.folders + [DslocalListing.fileName(of: next.base)]),
                    parent: next.parent)
            }
        }
    }

    /// Whether a folder of the node is no directory but a server's account of changes.
    private mutating func isAudit(_ base: [UInt8], in node: borrowing DslocalFolder) throws(DslocalError) -> Bool {
        guard base.elementsEqual(RecordFileName.audit.utf8) else { return false }
        let listing = try DslocalListing(of: try DslocalFolder(following: [base], in: node))
        guard !listing.hasOwnFile, listing.bases.isEmpty else { return false }
        remark(RecordFileName.audit, "ignored: an account of changes")
        return true
    }

    /// A directory that was found and has no entry yet: a file, a folder, or a file with its children in the folder
    /// beside it.
    private struct Found {
        /// The name of the file without `.plist`, and of the folder.
        let base: [UInt8]
        /// The folders that lead to it.
        let folders: [[UInt8]]
        /// What the file says, when there is one that can be read.
        let record: PlistRecord?
        let hasFolder: Bool
        /// The index of the parent's entry.
        let parent: Int
        /// An open folder on the way; nil for the node's own.
        let stage: Stage?
    }

    /// A folder that stays open so that the way to those below it is short.
    private final class Stage {
        /// Folders from one stage to the next.
        static let distance = 32

        let folder: DslocalFolder
        /// Names that lead from the node's folder to this one.
        let depth: Int

        init(_ folder: consuming DslocalFolder, depth: Int) {
            self.folder = folder
            self.depth = depth
        }
    }

    private static func path(_ names: [[UInt8]]) -> String {
        String(decoding: Array(names.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self)
    }

    /// Reads a folder: the directory itself, unless a file beside the folder has it, and the files of its children.
    private mutating func readSubtree(
        _ found: Found, below node: borrowing DslocalFolder
    ) throws(DslocalError) -> [Found] {
        let names = found.folders + [found.base]
        let path = Self.path(names)
        var index = found.record.map { append($0, path: path, parent: found.parent) }
        do throws(DslocalError) {
            guard names.count <= DslocalReader.maximumDepth else {
                throw DslocalError(path: path, reason: "deeper than \(DslocalReader.maximumDepth) folders")
            }
            let folder = try Self.open(names, from: found.stage, below: node)
            let listing = try list(folder)
            if index == nil {
                let own = try ownRecord(of: folder, listing) ?? Self.unwritten(found.base)
                index = append(own, path: path, parent: found.parent)
            } else if listing.hasOwnFile {
                remark(folder.path(of: DslocalListing.ownFile), "ignored: \(path).plist has the properties")
            }
            return try children(
                in: folder, listing, names: names, parent: index ?? found.parent, from: found.stage)
        } catch {
            try drop(error)
            return []
        }
    }

    private static func open(
        _ names: [[UInt8]], from stage: Stage?, below node: borrowing DslocalFolder
    ) throws(DslocalError) -> DslocalFolder {
        guard let stage else { return try DslocalFolder(following: names, in: node) }
        return try DslocalFolder(following: names[stage.depth...], in: stage.folder)
    }

    /// What is in a folder that `names` lead to, with the files' content.
    private mutating func children(
        in folder: consuming DslocalFolder, _ listing: DslocalListing, names: [[UInt8]], parent: Int, from stage: Stage?
    ) throws(DslocalError) -> [Found] {
        var records: [PlistRecord?] = []
        for base in listing.bases {
            let isFile = listing.files.contains(base)
            records.append(isFile ? try readFile(DslocalListing.fileName(of: base), in: folder) : nil)
        }
        let isFar = names.count - (stage?.depth ?? 0) >= Stage.distance
        let stage = isFar ? Stage(folder, depth: names.count) : stage
        return zip(listing.bases, records).map { base, record in
            Found(
                base: base, folders: names, record: record, hasFolder: listing.folders.contains(base), parent: parent,
                stage: stage)
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

import Logging
import NetInfoDirectory
import NetInfoProtocol

/// Takes in what was changed on disk by hand: edited files become writes, new ones directories, lost ones come back.
struct EditedPlists {
    /// The token of writes that were made on disk.
    struct Edit: Sendable {}

    private let mirror: PlistMirror
    private let domain: Domain
    private var folders: [UInt32: String] = [0: ""]
    private var counts: [UInt32: Int] = [:]
    private var lost: [UInt32] = []

    init(mirror: PlistMirror, domain: Domain) {
        self.mirror = mirror
        self.domain = domain
    }

    /// Compares every file with what is known of it.
    mutating func takeIn() throws(StoreError) {
        let outdated = Set(try mirror.database.outdatedPlists())
        var last: Int64 = -1
        while true {
            let rows = try mirror.database.plists(after: last)
            guard let final = rows.last else { break }
            last = Int64(final.id)
            for row in rows { try check(row, isOutdated: outdated.contains(row.id)) }
        }
        try takeInNew()
        mirror.note(Array(outdated) + lost, of: domain)
        domain.flush()
    }

    private mutating func check(_ row: PlistRow, isOutdated: Bool) throws(StoreError) {
        count(row)
        // Folders of top-level directories without children are searched too.
        if row.parent == 0 { _ = try folder(of: row.id) }
        guard !isOutdated, let path = try path(row) else { return }
        guard let state = mirror.files.state(of: path) else {
            mirror.logger.notice("a property list is missing; the index brings it back", metadata: ["file": "\(path)"])
            lost.append(row.id)
            return
        }
        if state != row.state { try takeIn(row, path) }
    }

    private mutating func path(_ row: PlistRow) throws(StoreError) -> String? {
        guard let outer = try folder(of: row.parent) else { return nil }
        if row.id == 0 { return mirror.folder + "/" + RecordFileName.directory + RecordFileName.suffix }
        let own = mirror.folder + outer + "/" + row.base
        return row.parent == 0
            ? own + "/" + RecordFileName.directory + RecordFileName.suffix : own + RecordFileName.suffix
    }

    /// The folder of a directory's children below the domain's folder, remembered for its many children.
    private mutating func folder(of id: UInt32) throws(StoreError) -> String? {
        if let known = folders[id] { return known }
        guard let row = try mirror.database.plist(id), row.parent != id, let outer = try folder(of: row.parent) else {
            return nil
        }
        let folder = outer + "/" + row.base
        folders[id] = folder
        return folder
    }

    // MARK: Edited

    private mutating func takeIn(_ row: PlistRow, _ path: String) throws(StoreError) {
        guard let record = readable(path) else {
            lost.append(row.id)
            return
        }
        let isChanged = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
            try tree.properties(of: row.id) != record.properties
        }
        lost.append(row.id)
        guard isChanged == true else { return }
        mirror.logger.notice("took in an edited property list", metadata: ["file": "\(path)"])
        write(path) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            _ = try tree.write(try tree.current(row.id), record.properties, by: .superuser, &change)
        }
    }

    /// The content of a file; one that cannot be read is put aside.
    private func readable(_ path: String) -> PlistRecord? {
        do {
            let bytes = try mirror.files.read(path, maximum: PlistRecordReader.maximumSize)
            return try PlistRecordReader.decode(bytes)
        } catch {
            let aside = path + ".unreadable"
            mirror.logger.error(
                "an edited property list cannot be read: it is put aside and the index brings the last good one back",
                metadata: ["file": "\(path)", "aside": "\(aside)", "reason": "\(error)"])
            try? mirror.files.rename(path, to: aside)
            return nil
        }
    }

    private func write(
        _ path: String, _ body: (inout DirectoryTree, inout TreeChange) throws(NIStatus) -> Void
    ) {
        do throws(NIStatus) {
            try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                try body(&tree, &change)
                return Edit()
            }
        } catch {
            mirror.logger.error(
                "an edited property list cannot be taken in",
                metadata: ["file": "\(path)", "status": "\(error.rawValue)"])
        }
    }

    // MARK: New

    /// Files that belong to no directory become directories.
    private mutating func takeInNew() throws(StoreError) {
        for stray in try strays() { create(stray.path, below: stray.parent) }
    }

    /// Removes files that belong to no directory: after the index was rebuilt from all files, those are the ones whose
    /// directory got a file of another name.
    mutating func removeStrays() throws(StoreError) {
        var last: Int64 = -1
        while true {
            let rows = try mirror.database.plists(after: last)
            guard let final = rows.last else { break }
            last = Int64(final.id)
            for row in rows {
                _ = try folder(of: row.parent == 0 ? row.id : row.parent)
                count(row)
            }
        }
        for stray in try strays() { try mirror.files.remove(stray.path) }
    }

    private mutating func count(_ row: PlistRow) {
        counts[row.parent, default: 0] += row.parent == 0 ? 0 : 1
    }

    /// The files without a directory. A folder is searched only when it has more files than the database knows of.
    private func strays() throws(StoreError) -> [(path: String, parent: UInt32)] {
        var strays: [(path: String, parent: UInt32)] = []
        for (parent, folder) in folders.sorted(by: { $0.key < $1.key }) where parent != 0 {
            let path = mirror.folder + folder
            let names = mirror.files.names(in: path, endingWith: RecordFileName.suffix)
                .map { String($0.dropLast(RecordFileName.suffix.count)) }
                .filter { $0 != RecordFileName.directory }
            guard names.count > counts[parent] ?? 0 else { continue }
            for name in names where try mirror.database.plistOwner(of: name, in: parent) == nil {
                strays.append((path + "/" + name + RecordFileName.suffix, parent))
            }
        }
        return strays
    }

    private func create(_ path: String, below parent: UInt32) {
        guard let record = readable(path) else { return }
        mirror.logger.notice("took in a new property list", metadata: ["file": "\(path)"])
        write(path) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            _ = try tree.create(
                below: try tree.current(parent), record.properties, where: NILimit.indexNull, by: .superuser, &change)
        }
        // The directory's own file may get another name; this one must not be taken in twice.
        try? mirror.files.remove(path)
    }
}

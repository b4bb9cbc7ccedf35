import Logging
import NetInfoDirectory
import NetInfoProtocol

/// Takes in what was changed on disk by hand: edited files become writes, new ones directories, lost ones come back.
struct EditedPlists {
    private let mirror: PlistMirror
    private let domain: Domain
    /// Whether the last server died: then an older file is not an edit but one that was not yet written anew.
    private let afterCrash: Bool
    /// Directories whose file is known to be out of date. What stands there is not looked at.
    private var outdated: Set<UInt32> = []
    /// Directories whose file is to be written again.
    private var lost: Set<UInt32> = []
    /// How many files stand where the index says, by the directory in whose folder they are.
    private var present: [UInt32: Int] = [:]
    /// Directories whose file may stand where the index does not say so.
    private var pending: Set<UInt32> = []

    init(mirror: PlistMirror, domain: Domain, afterCrash: Bool) {
        self.mirror = mirror
        self.domain = domain
        self.afterCrash = afterCrash
    }

    /// Compares every file with what is known of it. The writes are durable, or have failed, when it returns.
    consuming func takeIn() throws(StoreError) {
        try mirror.recordRest()
        pending = try mirror.database.pendingPlists()
        outdated = Set(try mirror.database.outdatedPlists())
        var ledger = PlistLedger(folder: mirror.folder, database: mirror.database)
        var last: Int64 = -1
        while true {
            let rows = try mirror.database.plists(after: last)
            guard let final = rows.last else { break }
            last = Int64(final.id)
            for row in rows { try check(row, &ledger) }
        }
        try takeInNew()
        mirror.note(Array(outdated.union(lost)), of: domain)
        domain.settle()
    }

    private mutating func check(_ row: PlistRow, _ ledger: inout PlistLedger) throws(StoreError) {
        guard let path = try ledger.file(row.id, row.parent, row.base) else { return }
        let state = mirror.files.state(of: path)
        if state != nil { present[row.parent, default: 0] += 1 }
        guard !outdated.contains(row.id) else { return }
        guard let state else {
            mirror.logger.notice("a property list is missing; the index brings it back", metadata: ["file": "\(path)"])
            lost.insert(row.id)
            return
        }
        guard state != row.state else { return }
        lost.insert(row.id)
        if let record = readable(path) { takeIn(record, row.id, path) }
    }

    /// Writes what a file says to its directory.
    private func takeIn(_ record: PlistRecord, _ id: UInt32, _ path: String) {
        if afterCrash, let found = record.bookkeeping?.instance, found != currentInstance(id) {
            mirror.logger.notice("the index is ahead of a property list after a crash", metadata: ["file": "\(path)"])
            return
        }
        let isChanged = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
            try tree.properties(of: id) != record.properties
        }
        guard isChanged == true else { return }
        mirror.logger.notice("took in an edited property list", metadata: ["file": "\(path)"])
        _ = write(path) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            try tree.write(try tree.current(id), record.properties, by: .superuser, &change)
        }
    }

    private func currentInstance(_ id: UInt32) -> UInt32? {
        try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in try tree.current(id).instance }
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
        _ path: String, _ body: (inout DirectoryTree, inout TreeChange) throws(NIStatus) -> DirectoryID
    ) -> DirectoryID? {
        var id: DirectoryID?
        do throws(NIStatus) {
            try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
                id = try body(&tree, &change)
                let edit = change.edit
                return HandEdit(edit: edit, parentPath: tree.pathBelowRoot(of: edit?.parent ?? 0))
            }
            return id
        } catch {
            mirror.logger.error(
                "an edited property list cannot be taken in",
                metadata: ["file": "\(path)", "status": "\(error.rawValue)"])
            return nil
        }
    }

    // MARK: New

    /// Files that belong to no directory become directories, unless they are what a known one left behind.
    private func takeInNew() throws(StoreError) {
        let strays = try StrayPlists(mirror: mirror, present: present)
        var parents = strays.known
        var taken: [(path: String, id: DirectoryID?)] = []
        for path in strays.files {
            guard let record = readable(path) else { continue }
            if isLeftover(record, path) {
                taken.append((path, nil))
            } else if let id = create(record, path, &parents) {
                taken.append((path, id))
            }
        }
        guard !taken.isEmpty || afterCrash else { return }
        domain.settle()
        // A file goes once its directory is durable; the mirror writes the directory's own.
        for (path, id) in taken where id.map(isPresent) ?? true { try mirror.files.remove(path) }
        for folder in strays.folders { mirror.files.removeFolderIfEmpty(folder) }
    }

    private func isPresent(_ id: DirectoryID) -> Bool { currentInstance(id.object) != nil }

    /// Whether a file holds a directory whose own file is missing: one that was moved, by hand or by a server that
    /// died before it could record that. File names mean nothing, so it goes back to where it belongs.
    private func isLeftover(_ record: PlistRecord, _ path: String) -> Bool {
        guard let id = record.bookkeeping?.id else { return false }
        if pending.contains(id) || (afterCrash && outdated.contains(id)) { return true }
        guard lost.contains(id) else { return false }
        takeIn(record, id, path)
        return true
    }

    /// Makes a directory of a file, in the directory that the folder stands for.
    private func create(_ record: PlistRecord, _ path: String, _ parents: inout [[UInt8]: UInt32]) -> DirectoryID? {
        let folder = RecordFileName.folder(of: path)
        let base = RecordFileName.base(ofFile: RecordFileName.lastComponent(path)) ?? ""
        let isOwn = base.utf8.elementsEqual(RecordFileName.directory.utf8)
        guard let parent = isOwn ? 0 : parent(folder, &parents) else { return nil }
        mirror.logger.notice("took in a new property list", metadata: ["file": "\(path)"])
        let id = create(record.properties, path, below: parent)
        parents[Array((isOwn ? folder : folder + "/" + base).utf8)] = id?.object
        return id
    }

    /// The directory that a folder stands for; it is made when it has no file.
    private func parent(_ folder: String, _ parents: inout [[UInt8]: UInt32]) -> UInt32? {
        var missing: [String] = []
        var next = folder
        while parents[Array(next.utf8)] == nil, next.utf8.count > mirror.folder.utf8.count {
            missing.append(next)
            next = RecordFileName.folder(of: next)
        }
        for folder in missing.reversed() {
            guard let above = parents[Array(RecordFileName.folder(of: folder).utf8)] else { return nil }
            let name = RecordFileName.name(ofFolder: RecordFileName.lastComponent(folder))
            let properties = PropertyList([Property(name: Array("name".utf8), values: [name])])
            parents[Array(folder.utf8)] = create(properties, folder, below: above)?.object
        }
        return parents[Array(folder.utf8)]
    }

    private func create(_ properties: PropertyList, _ path: String, below parent: UInt32) -> DirectoryID? {
        write(path) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            try tree.create(
                below: try tree.current(parent), properties, where: NILimit.indexNull, by: .superuser, &change
            ).new
        }
    }
}

import NetInfoDirectory

/// The two files that an interrupted save or removal leaves behind (`nidb-format.md` 6).
struct DSStoreJournal {
    /// The finished write in `Create`; nil when there is none that is whole.
    private(set) var create: DSStoreRecord?
    /// Size of the slot that the record in `Create` goes into.
    private(set) var createSlotSize: Int?
    /// The id in `Create`, even when the rest of it is cut off.
    private(set) var createID: UInt32?
    /// The id in `Delete`, in both byte orders.
    private(set) var deleteIDs: [UInt32] = []
    /// Whether the files were there at all.
    let isPresent: Bool

    /// Reads the files of a folder.
    init(_ folder: DatabaseFolder, log: inout ImportLog) throws(ImportError) {
        isPresent = folder.files["Create"] != nil || folder.files["Delete"] != nil
        for name in ["Temp", "TempIndex"] where folder.files[name] != nil {
            log.note(file: name, "ignored, a write that was not finished")
        }
        if let bytes = try folder.read("Create") { try readCreate(bytes, log: &log) }
        if let bytes = try folder.read("Delete") { readDelete(bytes, log: &log) }
    }

    private mutating func readCreate(_ bytes: [UInt8], log: inout ImportLog) throws(ImportError) {
        createID = bytes.word(at: 8)
        guard bytes.word(at: 0) == DSStoreSlot.recordType, let length = bytes.word(at: 4),
            Int(length) == bytes.count - 8
        else {
            log.note(file: "Create", "ignored, a write that was cut off")
            return
        }
        switch bytes.withUnsafeBytes({ DSStoreRecord.read(UnsafeRawBufferPointer(rebasing: $0[8...])) }) {
        case .success(let record):
            guard record.directory.id < FoundRecords.idLimit else {
                try log.damage(file: "Create", id: record.directory.id, DSStoreSlot.idFault)
                return
            }
            create = record
            createSlotSize = DSStoreSlot.size(forRecord: Int(length))
        case .failure(let fault): try log.damage(file: "Create", id: createID, "\(fault)")
        }
    }

    private mutating func readDelete(_ bytes: [UInt8], log: inout ImportLog) {
        guard bytes.count == 4, let id = bytes.word(at: 0) else {
            log.note(file: "Delete", "ignored, it is not 4 bytes long")
            return
        }
        guard id != 0 else {
            log.note(file: "Delete", "ignored, it names the root")
            return
        }
        deleteIDs = [id, id.byteSwapped]
    }

    /// Applies both to the records: `Create` always, `Delete` unless it belongs to the same save.
    func apply(to found: inout FoundRecords, log: inout ImportLog) {
        if let create {
            applyCreate(create, to: &found)
            log.note(file: "Create", id: create.directory.id, "applied, a save that was interrupted")
            if create.hasWrongOrder { log.note(file: "Create", id: create.directory.id, DSStoreRecord.orderRemark) }
        }
        guard !deleteIDs.isEmpty else { return }
        if let createID, deleteIDs.contains(createID) {
            log.note(file: "Delete", id: createID, "ignored, it is part of the save in Create")
        } else {
            applyDelete(to: &found, log: &log)
        }
    }

    private func applyCreate(_ create: DSStoreRecord, to found: inout FoundRecords) {
        let directory = create.directory
        found.records[directory.id] = directory
        found.storage.versions?[directory.id] = create.version
        found.replayed.append("Create")
        guard directory.id != 0, let siblings = found.records[directory.parent]?.children else { return }
        if !siblings.contains(directory.id) { found.records[directory.parent]?.children.append(directory.id) }
    }

    /// The byte order that names a directory, or at least a listed one, is the right one.
    private func applyDelete(to found: inout FoundRecords, log: inout ImportLog) {
        let listed = found.records.values.lazy.flatMap(\.children)
        guard
            let id = deleteIDs.first(where: { found.records[$0] != nil })
                ?? deleteIDs.first(where: { listed.contains($0) })
        else {
            log.note(file: "Delete", "ignored, the directory it names is gone already")
            return
        }
        found.records[id] = nil
        found.storage.versions?[id] = nil
        for (parent, record) in found.records where record.children.contains(id) {
            found.records[parent]?.children.removeAll { $0 == id }
        }
        found.replayed.append("Delete")
        log.note(file: "Delete", id: id, "applied, a removal that was interrupted")
    }
}

extension [UInt8] {
    /// The big-endian word at an offset; nil when the bytes end before it does.
    func word(at offset: Int) -> UInt32? {
        guard offset >= 0, offset + 4 <= count else { return nil }
        return self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

import NetInfoDirectory

/// Reads generation 2: the slots of all `Store.<size>` files, `Create` and `Delete` (`nidb-format.md` 4 to 6).
struct DSStoreReader {
    let folder: DatabaseFolder
    private(set) var log: ImportLog
    private var progress: ImportProgress
    private var found = FoundRecords(format: "dsstore-1")
    private var versions: [UInt32: UInt32] = [:]
    /// Where each record was found, for the index.
    private var places: [UInt32: DSStoreIndex.Entry] = [:]
    private var freeSlots = 0
    /// Slot size of the write in `Create`, until one damaged slot has been explained by it.
    private var unfinishedSlotSize: Int?
    /// Whether `Delete` is there to explain one slot that is cleared in part.
    private var isClearing = false

    init(folder: DatabaseFolder, log: ImportLog, progress: ImportProgress) {
        self.folder = folder
        self.log = log
        self.progress = progress
    }

    /// Reads everything.
    mutating func read() throws(ImportError) -> FoundRecords {
        try checkConfig()
        let journal = try DSStoreJournal(folder, log: &log)
        unfinishedSlotSize = journal.createSlotSize
        isClearing = !journal.deleteIDs.isEmpty
        for (size, name) in try storeFiles() { try scan(name, slotSize: size) }
        found.storage.versions = versions
        found.storage.freeSlots = freeSlots
        try readClean(checkIndex: !journal.isPresent)
        journal.apply(to: &found, log: &log)
        return found
    }

    private mutating func checkConfig() throws(ImportError) {
        guard let bytes = try folder.read("Config") else { return }
        if bytes.count != 4 || bytes.word(at: 0) != 1 {
            log.note(file: "Config", "is not the store version 1, which is the only one there is")
        }
    }

    /// The store files by slot size.
    private mutating func storeFiles() throws(ImportError) -> [(size: Int, name: String)] {
        var files: [(size: Int, name: String)] = []
        for name in folder.files.keys.sorted() where name.hasPrefix("Store.") {
            guard let size = StoreFile.size(named: name) else {
                log.note(file: name, "ignored, not the name of a Store file")
                continue
            }
            if size > 0, size.isMultiple(of: 32) {
                files.append((size, name))
            } else {
                try log.damage(file: name, "the slot size is not a multiple of 32")
            }
        }
        return files.sorted { $0.size < $1.size }
    }
}

// MARK: - Slots

extension DSStoreReader {
    private mutating func scan(_ name: String, slotSize: Int) throws(ImportError) {
        guard let bytes = try folder.read(name) else { return }
        for start in stride(from: 0, to: bytes.count, by: slotSize) {
            let end = min(start + slotSize, bytes.count)
            let slot = bytes.withUnsafeBytes { bytes in
                DSStoreSlot.read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), size: slotSize)
            }
            try keep(slot, in: name, slotSize: slotSize, offset: start)
            progress.advance(by: end - start)
        }
    }

    private mutating func keep(
        _ slot: Result<DSStoreSlot, DSStoreSlot.Fault>, in file: String, slotSize: Int, offset: Int
    ) throws(ImportError) {
        switch slot {
        case .success(.free): freeSlots += 1
        case .success(.record(let record, let isPaddedWithZeros)):
            if !isPaddedWithZeros {
                log.note(file: file, id: record.directory.id, "ignored bytes behind the record at offset \(offset)")
            }
            let place = DSStoreIndex.Entry(
                version: record.version, slotSize: UInt32(clamping: slotSize),
                slot: UInt32(clamping: offset / slotSize))
            try keep(record, in: file, at: place)
        case .failure(let fault):
            if !explains(fault, slotSize: slotSize) {
                try log.damage(file: file, "\(fault), in the slot at offset \(offset)")
            } else {
                log.note(file: file, "ignored the slot at offset \(offset), whose change was interrupted")
            }
        }
    }

    private mutating func keep(
        _ record: DSStoreRecord, in file: String, at place: DSStoreIndex.Entry
    ) throws(ImportError) {
        let id = record.directory.id
        if let other = places[id] {
            try log.damage(
                file: file, id: id,
                "its id is also in Store.\(other.slotSize), and only the record of the higher version can count")
            guard record.version > other.version else { return }
        }
        if record.hasWrongOrder { log.note(file: file, id: id, DSStoreRecord.orderRemark) }
        places[id] = place
        versions[id] = record.version
        found.records[id] = record.directory
    }

    /// Whether the interrupted change that `Create` or `Delete` stands for explains one damaged slot.
    private mutating func explains(_ fault: DSStoreSlot.Fault, slotSize: Int) -> Bool {
        if unfinishedSlotSize == slotSize {
            unfinishedSlotSize = nil
            return true
        }
        if case .clearedInPart = fault, isClearing {
            isClearing = false
            return true
        }
        return false
    }
}

// MARK: - Clean and Index

extension DSStoreReader {
    /// Reads the clean mark, whose byte order is that of the machine that wrote it.
    private mutating func readClean(checkIndex: Bool) throws(ImportError) {
        guard let bytes = try folder.read("Clean") else { return }
        guard bytes.count == 4, let big = bytes.word(at: 0) else {
            log.note(file: "Clean", "ignored, it is not 4 bytes long")
            return
        }
        let sum = DirectorySnapshot(records: Array(found.records.values)).checksum
        switch sum {
        case big.byteSwapped: found.storage.storedChecksum = .init(value: sum, order: "little")
        case big: found.storage.storedChecksum = .init(value: sum, order: "big")
        default:
            found.storage.storedChecksum = .init(value: big, order: nil)
            log.note(
                file: "Clean", "the stored checksum is \(big) or \(big.byteSwapped), but the records add up to \(sum)")
        }
        if checkIndex { try compareIndex() }
    }

    private mutating func compareIndex() throws(ImportError) {
        guard let bytes = try folder.read("Index") else { return }
        guard let index = DSStoreIndex(bytes) else {
            log.note(file: "Index", "ignored, its entries are torn or not in order")
            return
        }
        found.evidence = .index(Set(index.entries.keys))
        let different = Set(index.entries.keys).union(places.keys).filter { index.entries[$0] != places[$0] }
        guard let first = different.min() else { return }
        log.note(
            file: "Index",
            "disagrees with the Store files about \(different.count) directories, the first is \(first); "
                + "the Store files count")
    }
}

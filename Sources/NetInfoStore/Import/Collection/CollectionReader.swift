import NetInfoDirectory

/// Reads generation 1: `collection` and `Collection` with their extensions and journals (`nidb-format.md` 2 and 3).
struct CollectionReader {
    let folder: DatabaseFolder
    /// `collection` or `Collection`.
    let file: String
    private(set) var blockSize: Int
    var log: ImportLog
    var progress: ImportProgress
    private var found = FoundRecords(format: "")
    private var blocks: [UInt8] = []
    private var extensions: Set<UInt32> = []
    private var journal: [UInt32: (file: String, record: [UInt8])] = [:]
    private var freeIDs: [UInt32] = []

    init(folder: DatabaseFolder, file: String, blockSize: Int, log: ImportLog, progress: ImportProgress) {
        self.folder = folder
        self.file = file
        self.blockSize = blockSize
        self.log = log
        self.progress = progress
    }

    /// Number of blocks; the last one may be short.
    private var blockCount: Int { (blocks.count + blockSize - 1) / blockSize }

    /// Reads everything.
    mutating func read() throws(ImportError) -> FoundRecords {
        blocks = try folder.read(file) ?? []
        checkBlockSize()
        found = FoundRecords(format: "collection-\(blockSize)")
        found.existsByReach = true
        try findExtensions()
        try readJournals()
        try readRecords()
        found.storage.freeIDs = freeIDs
        try readChecksum()
        return found
    }

    /// A copy through a disk that ignores case can rename the file, so the blocks have the last word
    /// (`nidb-format.md` 1).
    private mutating func checkBlockSize() {
        let other = blockSize == 256 ? 512 : 256
        let named = matchingBlocks(of: blockSize)
        let unnamed = matchingBlocks(of: other)
        guard unnamed.matching * named.total > named.matching * unnamed.total else { return }
        log.note(file: file, "the name stands for blocks of \(blockSize) bytes, but they are \(other) bytes long")
        blockSize = other
    }

    /// How many blocks of this size start with their own number or the free mark.
    private func matchingBlocks(of size: Int) -> (matching: Int, total: Int) {
        blocks.withUnsafeBytes { bytes in
            var result = (matching: 0, total: 0)
            for start in stride(from: 0, to: bytes.count, by: size) {
                if start + 4 <= bytes.count {
                    let word = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                    result.matching += word == result.total || word == CollectionRecord.freeMark ? 1 : 0
                }
                result.total += 1
            }
            return result
        }
    }

    private mutating func findExtensions() throws(ImportError) {
        for name in folder.files.keys.sorted() {
            guard let id = name.decimalSuffix(after: "extension_") else { continue }
            if try accept(id, file: name) { extensions.insert(id) }
        }
    }

    /// Whether an id is one that a database can have.
    private mutating func accept(_ id: UInt32, file: String) throws(ImportError) -> Bool {
        guard id >= FoundRecords.idLimit else { return true }
        try log.damage(file: file, id: id, "the id is above \(FoundRecords.idLimit - 1), which no database reaches")
        return false
    }
}

// MARK: - Journals

extension CollectionReader {
    private mutating func readJournals() throws(ImportError) {
        if blockSize == 512 { try readTransaction() }
        for name in folder.files.keys.sorted() {
            if name.hasPrefix("temporary_") {
                log.note(file: name, "ignored, an update that never happened")
            } else if name == "Transaction", blockSize == 256 {
                log.note(file: name, "ignored, this layout does not use it")
            } else if let id = name.decimalSuffix(after: "transaction_") {
                try readTransaction(of: id, file: name)
            }
        }
    }

    /// The journal of collection-256: whole files, which win over block and extension.
    private mutating func readTransaction(of id: UInt32, file: String) throws(ImportError) {
        guard blockSize == 256 else {
            log.note(file: file, id: id, "ignored, this layout does not use it")
            return
        }
        guard try accept(id, file: file), let record = try folder.read(file) else { return }
        progress.advance(by: record.count)
        journal[id] = (file, record)
    }

    /// The journal of collection-512: one file, pending when both its codes agree.
    private mutating func readTransaction() throws(ImportError) {
        let file = "Transaction"
        guard let bytes = try folder.read(file) else { return }
        progress.advance(by: bytes.count)
        switch bytes.withUnsafeBytes({ PendingTransaction.read($0) }) {
        case .done: return
        case .unfinished: log.note(file: file, "ignored, an update that was cut off before it happened")
        case .pending(let update):
            if try accept(update.id, file: file) { journal[update.id] = (file, update.record) }
        }
    }
}

// MARK: - Records

extension CollectionReader {
    private mutating func readRecords() throws(ImportError) {
        let count = UInt32(clamping: blockCount)
        found.evidence = .end(of: file, count: count)
        for id in 0..<count {
            try readRecord(of: id)
            progress.advance(by: min(blockSize, blocks.count - Int(id) * blockSize))
        }
        for id in extensions.union(journal.keys).sorted() where id >= count { try readRecord(of: id) }
    }

    /// Reads directory `id` from the first place that has it: journal, extension, block.
    private mutating func readRecord(of id: UInt32) throws(ImportError) {
        if let (name, bytes) = journal[id] {
            if try readRecord(of: id, file: name, from: bytes) {
                found.replayed.append(name)
                log.note(file: name, id: id, "applied, an update that was interrupted")
                return
            }
        }
        if extensions.contains(id), let bytes = try folder.read("extension_\(id)") {
            progress.advance(by: bytes.count)
            if try readRecord(of: id, file: "extension_\(id)", from: bytes) { return }
        }
        try readBlock(of: id)
    }

    /// Reads a file that holds one record; false when it is damaged.
    private mutating func readRecord(of id: UInt32, file: String, from bytes: [UInt8]) throws(ImportError) -> Bool {
        switch bytes.withUnsafeBytes({ CollectionRecord.read($0, id: id) }) {
        case .success(let record):
            keep(record, id: id)
            return true
        case .failure(let fault):
            try log.damage(file: file, id: id, "\(fault)")
            return false
        }
    }

    private mutating func readBlock(of id: UInt32) throws(ImportError) {
        let start = Int(id) * blockSize
        guard start < blocks.count else { return }
        let end = min(start + blockSize, blocks.count)
        let result = blocks.withUnsafeBytes { bytes in
            CollectionRecord.read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), id: id)
        }
        switch result {
        case .success(let record): keep(record, id: id)
        case .failure(let fault):
            if isUnfinishedGrowth(start..<end) {
                log.note(file: file, id: id, "the last block was added but never written; it counts as free")
                keep(.free, id: id)
            } else {
                try log.damage(file: file, id: id, "\(fault), in its block at offset \(start)")
            }
        }
    }

    /// Whether these bytes are a last block that was only made room for: zeros and one ff (`nidb-format.md` 3).
    private func isUnfinishedGrowth(_ range: Range<Int>) -> Bool {
        range.lowerBound > 0 && range.count == 512 && range.upperBound == blocks.count && blocks.last == 0xFF
            && blocks[range].dropLast().allSatisfy { $0 == 0 }
    }

    private mutating func keep(_ record: CollectionRecord, id: UInt32) {
        switch record {
        case .free: freeIDs.append(id)
        case .directory(let directory): found.records[id] = directory
        }
    }
}

// MARK: - Checksum

extension CollectionReader {
    private mutating func readChecksum() throws(ImportError) {
        guard let bytes = try folder.read("checksum") else { return }
        guard bytes.count == 4 else {
            log.note(file: "checksum", "ignored, it is not 4 bytes long")
            return
        }
        found.storage.storedChecksum = .init(value: bytes.reduce(0) { $0 << 8 | UInt32($1) }, order: nil)
    }
}

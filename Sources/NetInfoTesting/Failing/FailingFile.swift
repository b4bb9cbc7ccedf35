import GRDBSQLite

/// An open file of a `FailingDisk`: SQLite's structure, the disk, then the system's own file.
enum FailingFile {
    /// Bytes from the start of SQLite's structure to the system's own file.
    static let innerOffset = 32
    private static let diskOffset = 16

    typealias File = UnsafeMutablePointer<sqlite3_file>

    /// The system's file within ours.
    static func inner(_ file: File) -> File {
        (UnsafeMutableRawPointer(file) + innerOffset).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// Puts the disk before a file that the system has opened.
    static func adopt(_ file: File, _ disk: FailingDisk) {
        let raw = UnsafeMutableRawPointer(file)
        raw.storeBytes(
            of: Unmanaged.passRetained(disk).toOpaque(), toByteOffset: diskOffset, as: UnsafeMutableRawPointer.self)
        file.pointee.pMethods = methods
    }

    private static func disk(_ file: File) -> Unmanaged<FailingDisk> {
        let raw = UnsafeMutableRawPointer(file)
        return Unmanaged.fromOpaque(raw.load(fromByteOffset: diskOffset, as: UnsafeMutableRawPointer.self))
    }

    private static func result(_ file: File, isSync: Bool) -> Int32 {
        disk(file).takeUnretainedValue().nextResult(isSync: isSync)
    }

    /// Calls a method of the system's file.
    private static func forward(_ file: File?, _ call: (sqlite3_io_methods, File) -> Int32?) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        let inner = inner(file)
        guard let methods = inner.pointee.pMethods else { return SQLITE_MISUSE }
        return call(methods.pointee, inner) ?? SQLITE_IOERR
    }

    private static func close(_ file: File?) -> Int32 {
        let result = forward(file) { $0.xClose?($1) }
        if let file { disk(file).release() }
        return result
    }

    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: table)
        return UnsafePointer(methods)
    }()

    private static var table: sqlite3_io_methods {
        var table = sqlite3_io_methods()
        table.iVersion = 2
        table.xClose = { FailingFile.close($0) }
        table.xRead = { file, buffer, size, offset in FailingFile.forward(file) { $0.xRead?($1, buffer, size, offset) }
        }
        table.xWrite = { file, bytes, size, offset in
            let failure = file.map { FailingFile.result($0, isSync: false) } ?? SQLITE_MISUSE
            return failure != SQLITE_OK ? failure : FailingFile.forward(file) { $0.xWrite?($1, bytes, size, offset) }
        }
        table.xSync = { file, flags in
            let failure = file.map { FailingFile.result($0, isSync: true) } ?? SQLITE_MISUSE
            return failure != SQLITE_OK ? failure : FailingFile.forward(file) { $0.xSync?($1, flags) }
        }
        addRest(&table)
        return table
    }

    private static func addRest(_ table: inout sqlite3_io_methods) {
        table.xTruncate = { file, size in FailingFile.forward(file) { $0.xTruncate?($1, size) } }
        table.xFileSize = { file, size in FailingFile.forward(file) { $0.xFileSize?($1, size) } }
        table.xLock = { file, level in FailingFile.forward(file) { $0.xLock?($1, level) } }
        table.xUnlock = { file, level in FailingFile.forward(file) { $0.xUnlock?($1, level) } }
        table.xCheckReservedLock = { file, out in FailingFile.forward(file) { $0.xCheckReservedLock?($1, out) } }
        table.xFileControl = { file, code, argument in
            FailingFile.forward(file) { $0.xFileControl?($1, code, argument) }
        }
        table.xSectorSize = { file in FailingFile.forward(file) { $0.xSectorSize?($1) } }
        table.xDeviceCharacteristics = { file in FailingFile.forward(file) { $0.xDeviceCharacteristics?($1) } }
        table.xShmMap = { file, page, size, extend, out in
            FailingFile.forward(file) { $0.xShmMap?($1, page, size, extend, out) }
        }
        table.xShmLock = { file, offset, count, flags in
            FailingFile.forward(file) { $0.xShmLock?($1, offset, count, flags) }
        }
        table.xShmBarrier = { file in
            _ = FailingFile.forward(file) { methods, inner in
                methods.xShmBarrier?(inner)
                return SQLITE_OK
            }
        }
        table.xShmUnmap = { file, remove in FailingFile.forward(file) { $0.xShmUnmap?($1, remove) } }
    }
}

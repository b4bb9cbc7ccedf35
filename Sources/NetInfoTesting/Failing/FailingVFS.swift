import GRDBSQLite
import Synchronization

/// The SQLite file system that puts a `FailingDisk` between a database and its files. Whatever lies below no such
/// disk is left to the system's own.
enum FailingVFS {
    private struct WeakDisk {
        weak var disk: FailingDisk?
    }

    private static let disks = Mutex<[[UInt8]: WeakDisk]>([:])

    /// Registers the file system once, as the one that databases are opened with.
    private static let isRegistered: Bool = {
        guard let system = sqlite3_vfs_find(nil) else { return false }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: system.pointee)
        own.pointee.pNext = nil
        own.pointee.zName = UnsafePointer(name)
        own.pointee.pAppData = UnsafeMutableRawPointer(system)
        own.pointee.szOsFile = system.pointee.szOsFile + Int32(FailingFile.innerOffset)
        own.pointee.xOpen = { _, name, file, flags, outFlags in
            FailingVFS.open(name, file, flags, outFlags)
        }
        return sqlite3_vfs_register(own, 1) == SQLITE_OK
    }()

    private static var name: UnsafeMutablePointer<CChar> {
        let text = Array("failing".utf8CString)
        let name = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
        name.initialize(from: text, count: text.count)
        return name
    }

    static func add(_ disk: FailingDisk) {
        precondition(isRegistered, "SQLite takes no file system")
        disks.withLock { $0[disk.folder] = WeakDisk(disk: disk) }
    }

    static func forget(_ folder: [UInt8]) { _ = disks.withLock { $0.removeValue(forKey: folder) } }

    private static func disk(of path: UnsafePointer<CChar>?) -> FailingDisk? {
        guard let path else { return nil }
        let bytes = String(cString: path).utf8
        return disks.withLock { disks in
            disks.first { bytes.starts(with: $0.key) }?.value.disk
        }
    }

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let file, let system = sqlite3_vfs_find("unix"), let open = system.pointee.xOpen else {
            return SQLITE_CANTOPEN
        }
        guard let disk = disk(of: name) else { return open(system, name, file, flags, outFlags) }
        let result = open(system, name, FailingFile.inner(file), flags, outFlags)
        guard result == SQLITE_OK else {
            file.pointee.pMethods = nil
            return result
        }
        FailingFile.adopt(file, disk)
        return SQLITE_OK
    }
}

import Foundation
import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("On a disk that is full")
struct FullDiskTests {
    private func makeLarge(_ opened: OpenDomain, _ number: Int) throws {
        try opened.write(number) { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            let name = Property("name", "n\(number)")
            let large = Property("text", String(repeating: "\(number) ", count: 8000))
            _ = try tree.create(
                below: tree.current(0), [name, large], where: NILimit.indexNull, by: .superuser, &change)
        }
        opened.domain.settle()
    }

    @Test("a write is answered with NI_NOSPACE, and the next one works once there is room", arguments: [0, 70_000])
    func full(leaving bytes: Int) throws {
        guard let disk = SmallDisk(bytes: 6 << 20) else { return }
        var logger = Logger(label: "store")
        logger.logLevel = .critical
        let store = disk.path + "/store"
        let opened = try OpenDomain(DomainFolder(path: store, logger: logger))
        for number in 1...4 { try makeLarge(opened, number) }
        disk.fill(leaving: bytes)
        for number in 5...60 {
            try makeLarge(opened, number)
            if number % 10 == 0 { opened.bringUpToDate() }
        }
        #expect(opened.statuses.values.contains(.noSpace))
        #expect(opened.statuses.values.allSatisfy { $0 == .ok || $0 == .noSpace })
        let onDisk = try opened.storage.database.load()?.snapshot
        let isSame = onDisk == opened.snapshot
        #expect(isSame, "memory is what the disk has")
        disk.free()
        try makeLarge(opened, 61)
        #expect(opened.statuses[61] == .ok)
        let expected = opened.snapshot
        let acknowledged = opened.statuses.values.count { $0 == .ok }
        #expect(expected.records.count == acknowledged + 1)
        opened.domain.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: store) where name.hasPrefix("sqlindex") {
            try FileManager.default.removeItem(atPath: store + "/" + name)
        }
        let again = try OpenDomain(DomainFolder(path: store, logger: logger))
        expectSame(again.snapshot, expected, "from property lists")
        again.domain.close()
    }
}

import Foundation
import NetInfoStore
import NetInfoTesting
import Testing

/// Lines are added to files that are renamed when they are full; the oldest goes.
@Suite struct AuditFileTests {
    private let folder = NetInfoTesting.TemporaryFolder("netinfo-audit")

    private func file(size: Int = 1000, files: Int = 3) -> AuditFile {
        var settings = AuditSettings()
        (settings.size, settings.files) = (size, files)
        return AuditFile(.changes, in: folder("audit"), settings: settings)
    }

    private func line(_ number: Int) -> [UInt8] {
        let text = "line \(number) "
        return Array((text + String(repeating: "x", count: 99 - text.utf8.count) + "\n").utf8)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder("audit")).sorted()
    }

    private func numbers() throws -> [Int] {
        let audit = try AuditFolder(node: folder.path)
        var numbers: [Int] = []
        try audit.forEachLine(.changes) { line in
            let words = String(decoding: line.bytes, as: UTF8.self).split(separator: " ")
            numbers.append(words.count > 1 ? Int(words[1]) ?? -1 : -1)
            return true
        }
        return numbers
    }

    @Test func `what is full is renamed, and no more than so many files are kept`() throws {
        var file = file()
        for number in 0..<95 { try file.append(line(number)) }
        #expect(try names() == ["changes", "changes.1", "changes.2"])
        #expect(try numbers() == Array((70..<95).reversed()))
        for name in try names() {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder("audit/\(name)"))
            #expect((attributes[.size] as? Int ?? 0) <= 1000)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder("audit"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func `one file is enough`() throws {
        var file = file(files: 1)
        for number in 0..<25 { try file.append(line(number)) }
        #expect(try names() == ["changes"])
        #expect(try numbers() == [24, 23, 22, 21, 20])
    }

    @Test func `a smaller number of files removes what is too much`() throws {
        var many = file(files: 5)
        for number in 0..<60 { try many.append(line(number)) }
        #expect(try names().count == 5)
        many.close()
        var few = file(files: 2)
        try few.append(line(60))
        #expect(try names() == ["changes", "changes.1"])
    }

    @Test func `the next server goes on where one stopped, behind what it left half written`() throws {
        var first = file()
        try first.append(line(1))
        first.close()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("audit/changes")))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("half".utf8))
        try handle.close()
        #expect(try numbers() == [1])
        var second = file()
        try second.append(line(2))
        #expect(try numbers() == [2, -1, 1])
    }

    @Test func `a file that was moved or removed by hand is made anew`() throws {
        var file = file()
        try file.append(line(1))
        try FileManager.default.moveItem(atPath: folder("audit/changes"), toPath: folder("audit/saved"))
        try file.append(line(2))
        #expect(try numbers() == [2])
        try FileManager.default.removeItem(atPath: folder("audit"))
        try file.append(line(3))
        #expect(try numbers() == [3])
    }

    @Test func `a link is not followed`() throws {
        try FileManager.default.createDirectory(atPath: folder("audit"), withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: folder("elsewhere"), contents: nil)
        try FileManager.default.createSymbolicLink(
            atPath: folder("audit/changes"), withDestinationPath: folder("elsewhere"))
        var file = file()
        #expect(throws: StoreError.self) { try file.append(line(1)) }
        #expect(FileManager.default.contents(atPath: folder("elsewhere")) == Data())
    }

    @Test func `reading can stop early, and finds nothing where there is no folder`() throws {
        #expect(try numbers() == [])
        var file = file()
        for number in 0..<25 { try file.append(line(number)) }
        var count = 0
        try AuditFolder(node: folder.path).forEachLine(.changes) { _ in
            count += 1
            return count < 3
        }
        #expect(count == 3)
    }
}

import Foundation
import NetInfoDirectory
import NetInfoStore
import Testing

@Suite("Import looks at the folder before it reads")
struct ImportFolderTests {
    private func failure(_ sandbox: DatabaseSandbox, _ place: String = "") throws -> ImportError {
        try withExtendedLifetime(sandbox) {
            try #require(throws: ImportError.self) {
                try NidbReader(folder: sandbox.path + place, salvage: true).read()
            }
        }
    }

    private func database() throws -> DatabaseSandbox {
        let sandbox = try DatabaseSandbox()
        let records = [DirectoryRecord(0, [1]), DirectoryRecord(1)]
        try sandbox.write("Collection", CollectionFixture(blockSize: 512, records).bytes)
        return sandbox
    }

    @Test("an empty folder is an error that says what was looked for")
    func emptyFolder() throws {
        let error = try failure(DatabaseSandbox())
        for word in ["Config", "Store.<size>", "collection", "Collection"] {
            #expect(error.problem.contains(word))
        }
    }

    @Test("a folder that is not there and a plain file are errors")
    func noFolder() throws {
        let sandbox = try database()
        #expect(try failure(sandbox, "/nothing").problem.contains("No such file"))
        #expect(try failure(sandbox, "/Collection").problem.contains("Not a directory"))
    }

    @Test("symbolic links inside are refused")
    func symbolicLink() throws {
        let sandbox = try database()
        try sandbox.rename("Collection", to: "real")
        try FileManager.default.createSymbolicLink(
            atPath: "\(sandbox.path)/Collection", withDestinationPath: "\(sandbox.path)/real")
        let error = try failure(sandbox)
        #expect(error.place.hasSuffix("/Collection"))
        #expect(error.problem.contains("symbolic link"))
    }

    @Test("special files inside are refused and never opened", .timeLimit(.minutes(1)))
    func specialFile() throws {
        let sandbox = try database()
        #expect(mkfifo("\(sandbox.path)/extension_1", 0o600) == 0)
        #expect(try failure(sandbox).problem.contains("not a regular file"))
    }

    @Test("a folder inside is ignored")
    func innerFolder() throws {
        let sandbox = try database()
        try FileManager.default.createDirectory(
            at: sandbox.url.appending(path: "lost"), withIntermediateDirectories: false)
        let database = try sandbox.imported()
        #expect(database.remarks.map(\.file) == ["lost"])
    }

    @Test("more than a gibibyte is refused without reading it")
    func tooLarge() throws {
        let sandbox = try database()
        #expect(truncate("\(sandbox.path)/Collection", (1 << 30) + 1) == 0)
        #expect(try failure(sandbox).problem.contains("larger"))
    }
}

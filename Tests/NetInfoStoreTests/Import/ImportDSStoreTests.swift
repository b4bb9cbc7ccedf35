import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import Testing

@Suite("Import of generation 2 databases")
struct ImportDSStoreTests {
    private let small = [DirectoryRecord(0, [1, 2]), DirectoryRecord(1), DirectoryRecord(2)]

    private func read(_ sandbox: DatabaseSandbox, salvage: Bool = false) throws -> ImportedDatabase {
        let database = try sandbox.imported(salvage: salvage)
        #expect(TreeInvariants.violation(in: database) == nil)
        return database
    }

    private func store(_ records: [DirectoryRecord], clean: Bool = false) throws -> DatabaseSandbox {
        let sandbox = try DatabaseSandbox()
        try DSStoreFixture(records).write(to: sandbox, clean: clean)
        return sandbox
    }

    @Test("a store closed cleanly by a machine of either byte order has its checksum confirmed")
    func cleanStore() throws {
        let sandbox = try store(small, clean: true)
        let big = try read(sandbox)
        #expect(big.records == small)
        #expect(big.storage.storedChecksum?.order == "big")
        #expect(big.remarks.isEmpty)
        try sandbox.write("Clean", sandbox.read("Clean").reversed())
        #expect(try read(sandbox).storage.storedChecksum?.order == "little")
    }

    @Test("a wrong checksum or index is a note")
    func wrongCrossChecks() throws {
        let sandbox = try store(small, clean: true)
        try sandbox.write("Clean", [9, 9, 9, 9])
        try sandbox.write("Index", [UInt8](repeating: 0, count: 16))
        let database = try read(sandbox)
        #expect(database.records == small)
        #expect(database.remarks.map(\.kind) == [.note, .note])
    }

    @Test("files left from before the upgrade and unfinished writes are ignored")
    func ignoredFiles() throws {
        let sandbox = try store(small)
        for name in ["Collection", "Temp", "TempIndex"] { try sandbox.write(name, [1, 2, 3]) }
        let database = try read(sandbox)
        #expect(database.records == small)
        #expect(database.remarks.map(\.file) == ["Collection", "Temp", "TempIndex"])
    }

    @Test("the order list puts mixed properties back, and is ignored when it does not fit")
    func propertyOrder() throws {
        let properties: PropertyList = [Property("_writers", "root"), Property("name", "info"), Property("_", "")]
        let stored: PropertyList = [Property("name", "info"), Property("_writers", "root"), Property("_", "")]
        let orders: [([UInt32]?, PropertyList)] = [
            ([1, 0, 2], properties), (nil, stored), ([1, 0], stored), ([1, 1, 2], stored), ([1, 0, 3], stored),
            ([], stored), ([0, 1, 2, 3], stored),
        ]
        for (order, expected) in orders {
            let record = DirectoryRecord(id: 0, instance: 1, parent: 0, children: [], properties: properties)
            let sandbox = try DatabaseSandbox()
            let slot = DSStoreFixture.slot(DSStoreFixture.encode(record, version: 1, order: order))
            try sandbox.write("Store.\(slot.count)", slot)
            let database = try read(sandbox)
            #expect(database.records[0].properties == expected)
            #expect(database.remarks.count == (order == nil || order == [1, 0, 2] ? 0 : 1))
        }
    }

    @Test("Create replaces the record of its id and joins its parent's list")
    func create() throws {
        let sandbox = try store(small)
        let new = DirectoryRecord(7, in: 1, instance: 3)
        try sandbox.write("Create", DSStoreFixture.item(DSStoreFixture.encode(new, version: 9)))
        let database = try read(sandbox)
        #expect(database.records[1].children == [7])
        #expect(database.records[3] == new)
        #expect(database.replayed == ["Create"])
        #expect(database.storage.versions?[7] == 9)
    }

    @Test("a Create that is not whole is ignored")
    func tornCreate() throws {
        let new = DSStoreFixture.item(DSStoreFixture.encode(DirectoryRecord(7, in: 1), version: 9))
        for count in [0, 3, 11, new.count - 1] {
            let sandbox = try store(small)
            try sandbox.write("Create", Array(new.prefix(count)))
            let database = try read(sandbox)
            #expect(database.records == small)
            #expect(database.replayed == [])
        }
    }

    @Test("Delete removes the directory and its place in the list, in either byte order")
    func delete() throws {
        for word in [Word.big(2), Word.big(2).reversed()] {
            let sandbox = try store(small)
            try sandbox.write("Delete", word)
            let database = try read(sandbox)
            #expect(database.records == [DirectoryRecord(0, [1]), DirectoryRecord(1)])
            #expect(database.replayed == ["Delete"])
            #expect(database.remarks.map(\.kind) == [.note])
        }
    }

    @Test("Delete of the directory in Create is part of the same save")
    func deleteWithCreate() throws {
        let sandbox = try store([small[0], small[1]])
        let saved = DirectoryRecord(2, instance: 4)
        try sandbox.write("Create", DSStoreFixture.item(DSStoreFixture.encode(saved, version: 9)))
        try sandbox.write("Delete", Word.big(2).reversed())
        let database = try read(sandbox)
        #expect(database.records[2] == saved)
        #expect(database.replayed == ["Create"])
    }

    @Test("a slot that a pending Create or Delete was writing is no damage")
    func interruptedSlots() throws {
        let saved = DirectoryRecord(2, instance: 4)
        let item = DSStoreFixture.item(DSStoreFixture.encode(saved, version: 9))
        let slot = DSStoreFixture.slot(DSStoreFixture.encode(saved, version: 9))
        var fixture = DSStoreFixture([small[0], small[1]])
        fixture.stores[slot.count, default: []] += item.prefix(30) + [UInt8](repeating: 0xEE, count: slot.count - 30)
        let sandbox = try DatabaseSandbox()
        try fixture.write(to: sandbox)
        #expect(throws: ImportError.self) { try read(sandbox) }
        try sandbox.write("Create", item)
        #expect(try read(sandbox).records[2] == saved)

        let clearing = try store(small)
        var bytes = try clearing.read("Store.\(slot.count)")
        bytes.replaceSubrange(
            bytes.count - slot.count..<bytes.count - 20, with: repeatElement(0, count: slot.count - 20))
        try clearing.write("Store.\(slot.count)", bytes)
        #expect(throws: ImportError.self) { try read(clearing) }
        try clearing.write("Delete", Word.big(2))
        #expect(try read(clearing).records.map(\.id) == [0, 1])
    }

    @Test("two records of one id are an error; salvaging takes the higher version")
    func duplicateIDs() throws {
        let newer = DirectoryRecord(2, instance: 8, name: "a name that needs a larger slot than the other one does")
        let sandbox = try store(small + [newer])
        let error = try #require(throws: ImportError.self) { try read(sandbox) }
        #expect(error.problem.contains("directory 2"))
        #expect(try read(sandbox, salvage: true).records[2] == newer)
    }

    @Test("damaged slots are an error; salvaging drops them")
    func damagedSlots() throws {
        let damages: [(offset: Int, bytes: [UInt8])] = [
            (0, Word.big(257)), (0, Word.big(0)), (4, Word.big(400)), (4, Word.big(0xFFFF_FFFF)), (4, Word.big(50)),
            (8, Word.big(1 << 24)), (24, Word.big(0xFFFF_FFFF)), (28, Word.big(0x7FFF_FFFF)), (32, Word.big(99)),
        ]
        for damage in damages {
            let sandbox = try store(small)
            var bytes = try sandbox.read("Store.64")
            #expect(bytes.count == 192)
            let start = 128 + damage.offset
            bytes.replaceSubrange(start..<start + damage.bytes.count, with: damage.bytes)
            try sandbox.write("Store.64", bytes)
            let error = try #require(throws: ImportError.self, "\(damage)") { try read(sandbox) }
            #expect(error.description.contains("Store.64") && error.description.contains("offset 128"))
            #expect(try read(sandbox, salvage: true).records.map(\.id) == [0, 1])
        }
    }

    @Test("a cut off Store file is an error, also between two slots when the index proves it")
    func cutOffStore() throws {
        for count in [140, 128] {
            let sandbox = try store(small, clean: true)
            try sandbox.write("Store.64", Array(sandbox.read("Store.64").prefix(count)))
            #expect(throws: ImportError.self) { try read(sandbox) }
            #expect(try read(sandbox, salvage: true).records.map(\.id) == [0, 1])
        }
    }

    @Test("a Store file of an impossible slot size is an error")
    func impossibleSlotSize() throws {
        for name in ["Store.0", "Store.33"] {
            let sandbox = try store(small)
            try sandbox.write(name, [UInt8](repeating: 1, count: 66))
            #expect(throws: ImportError.self) { try read(sandbox) }
            #expect(try read(sandbox, salvage: true).records == small)
        }
    }

    @Test("salvaging without a root makes an empty one")
    func lostRoot() throws {
        let sandbox = try store([DirectoryRecord(1, [2]), DirectoryRecord(2, in: 1), DirectoryRecord(3, in: 9)])
        let error = try #require(throws: ImportError.self) { try read(sandbox) }
        #expect(error.problem.contains("root"))
        let salvaged = try read(sandbox, salvage: true)
        #expect(salvaged.records.map(\.id) == [0, 1, 2, 3])
        #expect(salvaged.records[0].children == [1, 3])
    }
}

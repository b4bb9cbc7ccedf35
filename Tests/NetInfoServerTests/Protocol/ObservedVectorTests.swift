import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing
import XDR

/// What was observed of the original server, step by step (`protocol.md` 12.1, 12.2).
@Suite struct ObservedVectorTests {
    private static let ways: [WireServer.Way] = [.dispatcher, .tcp]

    private func id(_ object: UInt32, _ instance: UInt32) -> DirectoryID {
        DirectoryID(object: object, instance: instance)
    }

    private func create(_ parent: DirectoryID, _ name: String, where place: UInt32) -> CallMessage {
        .netInfo(.create) { writer in
            parent.write(to: &writer)
            PropertyList([Property("name", name)]).write(to: &writer)
            writer.write(place)
            writer.write(true)
            for word in [50, 7] as [UInt32] { writer.write(word) }
        }
    }

    private func destroy(_ child: DirectoryID, of parent: DirectoryID) -> CallMessage {
        .netInfo(.destroy) { writer in
            parent.write(to: &writer)
            child.write(to: &writer)
        }
    }

    private func lookup(_ procedure: NIProcedure, _ object: UInt32, _ key: String, _ value: String) -> CallMessage {
        .netInfo(procedure) { writer in
            for word in [object, 0] { writer.write(word) }
            for name in [key, value] { writer.write(opaque: Array(name.utf8)) }
        }
    }

    @Test(arguments: ways)
    func `creating and destroying directories`(way: WireServer.Way) throws {
        guard way == .dispatcher || Privileges.mayUseReservedPorts(for: "ObservedVectorTests") else { return }
        let server = try WireServer(
            way, NewDomain.master(tag: "network", host: "refhost", addresses: ["10.77.0.1"]))
        func call(_ call: CallMessage) throws -> [UInt32] { try server.call(call, isPrivileged: true).words }
        let all = try call(.netInfo(.readall) { $0.write(0 as UInt32) })
        #expect(all.prefix(6) == [0, 5, 2, 1, 0, 3])
        let end = NILimit.indexNull
        #expect(try call(create(id(0, 0), "t", where: end)) == [NIStatus.stale.rawValue])
        #expect(try call(create(id(0, 3), "t", where: end)) == [0, 3, 0, 0, 4])
        for (number, name) in ["a", "b", "c"].enumerated() {
            let number = UInt32(number)
            #expect(try call(create(id(3, number), name, where: end)) == [0, 4 + number, 0, 3, number + 1])
        }
        for (number, place) in ([0, 2, 99] as [UInt32]).enumerated() {
            let number = UInt32(number)
            #expect(try call(create(id(3, 3 + number), "x", where: place)) == [0, 7 + number, 0, 3, 4 + number])
        }
        #expect(try call(.about(.children, 3)) == [0, 6, 7, 4, 8, 5, 6, 9, 3, 6])
        #expect(try call(create(id(3, 6), "y", where: end)) == [0, 10, 0, 3, 7])
        for procedure in [.read, .self, .children] as [NIProcedure] {
            #expect(try call(.about(procedure, 777)) == [NIStatus.noDirectory.rawValue])
        }
        #expect(try call(lookup(.lookup, 3, "name", "A")) == [NIStatus.noDirectory.rawValue])
        #expect(try call(lookup(.lookup, 3, "name", "a")) == [0, 1, 4, 3, 7])
        #expect(try call(lookup(.lookupread, 3, "name", "a")).prefix(3) == [0, 3, 7])
        let refusals: [(DirectoryID, DirectoryID, NIStatus)] = [
            (id(777, 0), id(3, 7), .noDirectory), (id(4, 5), id(3, 7), .stale), (id(0, 4), id(3, 7), .notEmpty),
            (id(3, 7), id(0, 4), .notEmpty), (id(4, 0), id(0, 4), .unrelated),
        ]
        for (child, parent, status) in refusals {
            #expect(try call(destroy(child, of: parent)) == [status.rawValue])
        }
        #expect(try call(destroy(id(4, 0), of: id(3, 7))) == [0, 3, 8])
        #expect(try call(create(id(3, 8), "z", where: end)) == [0, 4, 0, 3, 9])
        #expect(try call(.netInfo(.readall) { $0.write(0 as UInt32) })[1] == 42)
        #expect(try call(.netInfo(.readall) { $0.write(42 as UInt32) }) == [0, 0, 0, 0])
    }

    @Test(arguments: ways)
    func `strangers are told what is wrong in the original's order`(way: WireServer.Way) throws {
        let properties: PropertyList = [
            Property("name", "p"), Property("b", "1", "2"), Property("c"), Property("", ""), Property("b", "dup"),
            Property("_writers", "joe"), Property("_writers_passwd", "joe"), Property("z", "9"),
        ]
        let server = try WireServer(way, try SampleTree.flat([properties]))
        func status(_ procedure: NIProcedure, _ words: UInt32...) throws -> NIStatus? {
            let call = CallMessage.netInfo(procedure) { writer in for word in words { writer.write(word) } }
            return try server.call(call).status
        }
        #expect(try status(.readprop, 1, 0, 99) == .noProperty)
        #expect(try status(.readname, 1, 0, 1, 5) == .noName)
        #expect(try status(.readname, 1, 0, 99, 0) == .noProperty)
        #expect(try status(.writeprop, 1, 5, 99, 0) == .stale)
        #expect(try status(.writeprop, 1, 0, 99, 0) == .noProperty)
        #expect(try status(.writeprop, 1, 0, 1, 0) == .permissionDenied)
        #expect(try status(.createprop, 1, 0, 0, 0, 0) == .permissionDenied)
        #expect(try status(.createprop, 1, 4, 0, 0, 0) == .stale)
        #expect(try status(.destroyname, 1, 0, 1, 0) == .permissionDenied)
        #expect(try status(.destroyname, 1, 0, 1, 9) == .noName)
        #expect(try server.call(lookup(.lookup, 0, "b", "dup")).status == .noDirectory)
        #expect(try server.call(lookup(.lookup, 0, "", "")).words == [0, 1, 1, 0, 0])
        let list = try server.call(
            .netInfo(.list) { writer in
                for word in [0, 0] as [UInt32] { writer.write(word) }
                writer.write(opaque: Array("c".utf8))
            })
        #expect(list.words == [0, 1, 1, 0, 0, 0])
    }
}

import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing

/// How much a domain may hold.
@Suite struct LimitRuleTests {
    private static func bulk(_ name: String, kibibytes: Int) -> Property {
        let value = [UInt8](repeating: UInt8(ascii: "v"), count: 1020)
        return Property(name: Array(name.utf8), values: Array(repeating: value, count: kibibytes))
    }

    @Test func `a write beyond the limit is refused and changes nothing`() throws {
        let tree = try SampleTree.flat([[Property("name", "a")], [Property("name", "b")]])
        let domain = try RuledDomain(tree) { $0.domainLimit = 1 }
        let add = { (object: UInt32, size: Int) in
            try domain.call(
                .createProperty(try domain.id(object), Self.bulk("bulk", kibibytes: size)), from: .localRoot)
        }
        #expect(try add(1, 600)?.status == .ok)
        let before = try domain.server.tree(of: "network")
        #expect(try add(2, 600)?.status == .noSpace)
        let made = CallMessage.create(below: try domain.id(0), [Self.bulk("bulk", kibibytes: 600)])
        #expect(try domain.call(made, from: .localRoot)?.status == .noSpace)
        let after = try domain.server.tree(of: "network")
        #expect(after.checksum == before.checksum && after.count == before.count)
        #expect(after.propertyBytes == before.propertyBytes)
        #expect(try after.properties(of: 2) == [Property("name", "b")])
        #expect(try domain.call(.about(.read, 3), from: .localRoot)?.status == .noDirectory)
        #expect(try add(2, 300)?.status == .ok)
    }

    @Test func `a domain that is too large already may shrink`() throws {
        let domain = try RuledDomain(try SampleTree.heavy(megabytes: 2)) { $0.domainLimit = 1 }
        #expect(try domain.note(in: 1, from: .localRoot) == .noSpace)
        #expect(try domain.call(.writeName(try domain.id(1), 1, 0, "v"), from: .localRoot)?.status == .ok)
        #expect(try domain.call(.destroyProperty(try domain.id(1), 1), from: .localRoot)?.status == .ok)
        #expect(try domain.note(in: 1, from: .localRoot) == .ok)
    }

    @Test func `0 sets no bound`() throws {
        let domain = try RuledDomain(try SampleTree.heavy(megabytes: 2)) { $0.domainLimit = 0 }
        #expect(try domain.note(in: 1, from: .localRoot) == .ok)
    }
}

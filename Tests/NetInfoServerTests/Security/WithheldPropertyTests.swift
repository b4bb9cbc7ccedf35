import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing
import XDR

/// What those see, and can do, who must not see hashes.
@Suite struct WithheldPropertyTests {
    private static let marker = "********"
    private static let hashes = ["abSVimweYftz6", "cdvzpWWmnFkxk", "efcqwUNF19byM"]
    private static let account: PropertyList = [
        Property("name", "alice"), Property("passwd", hashes[0]), Property("uid", "501"),
        Property("_shadow_passwd", hashes[1], "another"), Property("passwd", hashes[2]), Property("shell", "/bin/sh"),
        Property("_writers", "*"),
    ]

    private static func domain(_ change: (inout SecurityPolicy) -> Void = { _ in }) throws -> RuledDomain {
        try RuledDomain(try SampleTree.flat([account, [Property("name", "eve"), Property("uid", "502")]]), change)
    }

    private static func isHidden(_ name: [UInt8]) -> Bool { name.contains("passwd") }

    /// As an unprivileged caller of the trusted network, who may write the account.
    private static func status(_ domain: RuledDomain, _ call: CallMessage) throws -> NIStatus? {
        try domain.call(call, from: .trustedHigh)?.status
    }

    @Test func `asterisks stand in the place of every hash, and indexes stay`() throws {
        let domain = try Self.domain()
        let shown = try #require(try domain.call(.about(.read, 1), from: .trustedHigh)?.properties)
        #expect(shown.properties.map(\.name) == Self.account.properties.map(\.name))
        for (property, original) in zip(shown.properties, Self.account.properties) {
            let isHidden = Self.isHidden(original.name)
            #expect(
                property == (isHidden ? Property(name: original.name, values: [Array(Self.marker.utf8)]) : original))
        }
        for (index, name) in Self.account.properties.map(\.name).enumerated() {
            let values = try domain.call(.readProperty(1, UInt32(index)), from: .trustedHigh)?.names
            #expect((values == [Self.marker]) == Self.isHidden(name))
        }
        #expect(try domain.call(.about(.listprops, 1), from: .trustedHigh)?.names?.count == 7)
        #expect(try domain.call(.readName(1, 3, 0), from: .trustedHigh)?.shows(Self.marker) == true)
        #expect(try Self.status(domain, .readName(1, 3, 1)) == .noName)
        #expect(try domain.call(.about(.read, 1), from: .trustedLow)?.properties == Self.account)
    }

    @Test func `a list read with asterisks and written back keeps the hashes`() throws {
        let domain = try Self.domain()
        var list = try #require(try domain.call(.about(.read, 1), from: .trustedHigh)?.properties)
        list.properties[5].values = [Array("/bin/csh".utf8)]
        #expect(try Self.status(domain, .write(try domain.id(1), list)) == .ok)
        var expected = Self.account
        expected.properties[5].values = [Array("/bin/csh".utf8)]
        #expect(try domain.properties(1) == expected)
    }

    @Test func `a list that says something else in place of the asterisks is meant so`() throws {
        let domain = try Self.domain()
        var list = try #require(try domain.call(.about(.read, 1), from: .trustedHigh)?.properties)
        list.properties[1].values = [Array("new".utf8)]
        list.properties.remove(at: 3)
        #expect(try Self.status(domain, .write(try domain.id(1), list)) == .ok)
        let found = try domain.properties(1)
        #expect(found.firstValue(of: "passwd") == Array("new".utf8))
        #expect(found.values(of: "_shadow_passwd") == nil)
        #expect(found.properties[3].values == [Array(Self.hashes[2].utf8)])
    }

    @Test func `asterisks written to a property or a value keep what is there`() throws {
        let domain = try Self.domain()
        #expect(try Self.status(domain, .writeProperty(try domain.id(1), 1, Self.marker)) == .ok)
        #expect(try Self.status(domain, .writeProperty(try domain.id(1), 3, Self.marker)) == .ok)
        #expect(try Self.status(domain, .writeName(try domain.id(1), 4, 0, Self.marker)) == .ok)
        #expect(try domain.properties(1) == Self.account)
        #expect(try Self.status(domain, .writeProperty(try domain.id(1), 5, Self.marker)) == .ok)
        #expect(try domain.properties(1).firstValue(of: "shell") == Array(Self.marker.utf8))
        #expect(try Self.status(domain, .writeName(try domain.id(1), 4, 0, "new")) == .ok)
        #expect(try domain.properties(1).properties[4].values == [Array("new".utf8)])
    }

    @Test func `nobody finds out by looking for a hash that it guesses`() throws {
        let domain = try Self.domain()
        for key in ["passwd", "_shadow_passwd", "passwd\0x"] {
            for value in Self.hashes + ["another", Self.marker, ""] {
                #expect(try Self.status(domain, .lookup(0, key, value)) == .noDirectory)
                #expect(try Self.status(domain, .lookup(0, key, value, reads: true)) == .noDirectory)
            }
        }
        #expect(try domain.call(.lookup(0, "passwd", Self.hashes[0]), from: .trustedLow)?.status == .ok)
        #expect(try Self.status(domain, .lookup(0, "uid", "501")) == .ok)
        let read = try #require(try domain.call(.lookup(0, "name", "alice", reads: true), from: .trustedHigh))
        #expect(read.properties?.firstValue(of: "passwd") == Array(Self.marker.utf8))
    }

    @Test func `LIST says who has a hash, not which`() throws {
        let domain = try Self.domain()
        let reply = try #require(try domain.call(.list(0, "passwd"), from: .trustedHigh))
        #expect(reply.shows(Self.marker) && !Self.hashes.contains { reply.shows($0) })
        #expect(reply.words.suffix(4) == [2, 0, 0, 0])
        #expect(try domain.call(.list(0, "passwd"), from: .trustedLow)?.shows(Self.hashes[0]) == true)
    }

    @Test func `another name does not bring the hash to light`() throws {
        let domain = try Self.domain()
        for index in [1, 3, 4] as [UInt32] {
            for name in ["note", "Passwd", "", "passwd "] {
                let call = CallMessage.renameProperty(try domain.id(1), index, to: name)
                #expect(try Self.status(domain, call) == .permissionDenied)
            }
        }
        #expect(try domain.properties(1) == Self.account)
        #expect(try Self.status(domain, .renameProperty(try domain.id(1), 1, to: "_shadow_passwd")) == .ok)
        #expect(try Self.status(domain, .renameProperty(try domain.id(1), 5, to: "sh")) == .ok)
        let rename = CallMessage.renameProperty(try domain.id(1), 4, to: "old")
        #expect(try domain.call(rename, from: .localRoot)?.status == .ok)
    }

    @Test func `the setting says which properties`() throws {
        let open = try Self.domain { $0.withheld = [] }
        #expect(try open.call(.about(.read, 1), from: .trustedHigh)?.properties == Self.account)
        let shells = try Self.domain { $0.withheld = ["shell"] }
        let shown = try #require(try shells.call(.about(.read, 1), from: .socketUser)?.properties)
        #expect(shown.firstValue(of: "shell") == Array(Self.marker.utf8))
        #expect(shown.firstValue(of: "passwd") == Array(Self.hashes[0].utf8))
    }

    @Test func `READALL for everyone has asterisks for those who are not meant`() throws {
        let domain = try Self.domain { $0.readAll = .everyone }
        let all = CallMessage.netInfo(.readall) { $0.write(7 as UInt32) }
        let shown = try #require(try domain.call(all, from: .trustedHigh))
        #expect(shown.status == .ok && shown.shows(Self.marker) && !Self.hashes.contains { shown.shows($0) })
        #expect(try domain.call(all, from: .trustedLow)?.shows(Self.hashes[2]) == true)
    }
}

import NetInfoDirectory
import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import Testing

/// What makes somebody root or a user, setting by setting.
@Suite struct LoginRuleTests {
    private typealias Empty = SecurityPolicy.EmptyPasswords

    private static func domain(
        lowPortStart: UInt16 = 1024, _ change: (inout SecurityPolicy) -> Void = { _ in }
    ) throws -> RuledDomain {
        try RuledDomain(try AccessTree.make(), lowPortStart: lowPortStart, change)
    }

    @Test(arguments: SecurityPolicy.EmptyPasswords.allCases)
    func `an account without a password is open as far as the setting says`(setting: SecurityPolicy.EmptyPasswords)
        throws
    {
        let domain = try Self.domain { $0.emptyPasswords = setting }
        for caller in [AccessCaller.localUser, .socketUser, .trustedLow, .trustedHigh] {
            let isLocal = caller == .localUser || caller == .socketUser
            let isOpen = setting == .anywhere || (setting == .local && isLocal)
            let guest = try domain.note(in: AccessTree.open, from: caller, as: AccessCredential.empty.wire)
            #expect(guest == (isOpen ? .ok : .authenticationError), "\(caller)")
            let root = try domain.note(in: AccessTree.rootOnly, from: caller, as: AccessCredential.emptyRoot.wire)
            #expect(root == (setting == .anywhere ? .ok : .authenticationError), "\(caller)")
        }
        #expect(domain.server.log.contains("the account of uid 0 has no password") == (setting != .anywhere))
    }

    @Test func `an empty account of a number does not open the other accounts of that number`() throws {
        let tree = try Self.users([
            [Property("name", "toor"), Property("uid", "0"), Property("passwd", "")],
            [Property("name", "root"), Property("uid", "0"), Property("passwd", AccessTree.rootHash)],
        ])
        let domain = try RuledDomain(tree)
        #expect(try domain.note(in: 1, from: .localUser, as: .password(uid: 0, "")) == .authenticationError)
        #expect(try domain.note(in: 1, from: .localUser, as: .password(uid: 0, AccessTree.rootPassword)) == .ok)
    }

    @Test func `passwords in shadow files are refused with a line in the log`() throws {
        let tree = try Self.users([
            [
                Property("name", "alice"), Property("uid", "501"), Property("passwd", "********"),
                Property("authentication_authority", ";ShadowHash;"), Property("generateduid", "../../etc/shadow"),
            ],
            [
                Property("name", "basic"), Property("uid", "502"), Property("passwd", AccessTree.aliceHash),
                Property("authentication_authority", ";basic;"),
            ],
        ])
        let domain = try RuledDomain(tree)
        for password in ["", "********", AccessTree.alicePassword] {
            let status = try domain.note(in: 1, from: .localUser, as: .password(uid: 501, password))
            #expect(status == .authenticationError)
        }
        let lines = domain.server.log.lines.filter {
            $0.contains("the account of uid 501 keeps its password in a shadow file")
        }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("niutil -passwd") == true)
        let basic = CallMessage.Credential.password(uid: 502, AccessTree.alicePassword)
        #expect(try domain.note(in: 1, from: .localUser, as: basic) == .permissionDenied)
    }

    /// A domain whose `/users`, directory 1, has these accounts.
    private static func users(_ accounts: [PropertyList]) throws -> DirectoryTree {
        let ids = accounts.indices.map { UInt32($0 + 2) }
        var records = [
            DirectoryRecord(id: 0, instance: 0, parent: 0, children: [1], properties: []),
            DirectoryRecord(id: 1, instance: 0, parent: 0, children: ids, properties: [Property("name", "users")]),
        ]
        for (id, account) in zip(ids, accounts) {
            records.append(DirectoryRecord(id: id, instance: 0, parent: 1, children: [], properties: account))
        }
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    @Test func `a user merely named root is nobody, unless the setting says otherwise`() throws {
        for (setting, expected) in [(false, NIStatus.permissionDenied), (true, .ok)] {
            let domain = try Self.domain { $0.rootByName = setting }
            let credential = AccessCredential.namedRoot.wire
            #expect(try domain.note(in: AccessTree.rootOnly, from: .trustedHigh, as: credential) == expected)
        }
    }

    @Test func `a low port of this host is root where the kernel keeps low ports for root, always, or never`() throws {
        for (setting, start, expected) in [
            (SecurityPolicy.LowPortRoot.protected, 1024 as UInt16, true), (.protected, 0, false),
            (.protected, 701, true),
            (.protected, 700, false), (.always, 0, true), (.never, 1024, false),
        ] {
            let domain = try Self.domain(lowPortStart: start) { $0.lowPortRoot = setting }
            let status = try domain.note(in: AccessTree.rootOnly, from: .localRoot)
            #expect(status == (expected ? .ok : .permissionDenied), "\(setting) \(start)")
            #expect(domain.server.log.contains("a port below 1024 proves nothing here") == !expected)
            let hash = try domain.call(.about(.read, AccessTree.alice), from: .localRoot)?.shows(AccessTree.aliceHash)
            #expect(hash == expected)
            #expect(try domain.note(in: AccessTree.rootOnly, from: .socketRoot) == .ok)
        }
    }

    @Test func `a low port elsewhere is never root`() throws {
        let domain = try Self.domain { $0.lowPortRoot = .always }
        for caller in [AccessCaller.trustedLow, .clone] {
            #expect(try domain.note(in: AccessTree.rootOnly, from: caller) == .permissionDenied)
        }
    }
}

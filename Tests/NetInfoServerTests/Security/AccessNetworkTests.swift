import NetInfoProtocol
import NetInfoServer
import NetInfoTesting
import ONCRPC
import Testing

/// The access table on real wires: machines, routers, reserved ports and users are what they seem.
@Suite(.serialized) struct AccessNetworkTests {
    /// A daemon that serves the table's domain; nil, said aloud, without root.
    private static func daemon(_ settings: [String], _ profile: String = "hardened") throws -> NetworkTransport? {
        guard let network = try TestNetwork(for: "AccessNetworkTests") else { return nil }
        var setup = DaemonProcess.Setup()
        setup.options = ["--security": profile]
        setup.settings = settings
        setup.domains = ["network": try AccessTree.make()]
        return try NetworkTransport(network, setup, for: "AccessNetworkTests")
    }

    @Test(arguments: DaemonConfiguration.Security.allCases)
    func `every caller gets with every credential what the table says`(profile: DaemonConfiguration.Security) throws {
        let settings = ["login-delay=0", "login-failures=0"]
        guard let transport = try Self.daemon(settings, profile.rawValue) else { return }
        let probe = AccessProbe(transport)
        for caller in AccessCaller.allCases {
            for credential in AccessCredential.allCases {
                for operation in AccessOperation.allCases {
                    let expected = AccessTable.outcome(caller, credential, operation, profile)
                    let found = try probe.outcome(caller, credential, operation, expected: expected)
                    #expect(
                        found == expected,
                        "\(profile): \(caller.rawValue), \(credential.rawValue), \(operation.rawValue)")
                }
            }
        }
        #expect(transport.daemon.stop() == 0)
    }

    @Test func `strangers get silence, small answers, or all, as the setting says`() throws {
        for (setting, ping, list) in [("silent", false, false), ("no-larger", true, false), ("answered", true, true)] {
            guard let transport = try Self.daemon(["stranger-datagrams=\(setting)"]) else { return }
            for (caller, isTrusted) in [
                (AccessCaller.strangerLow, false), (.strangerHigh, false), (.trustedHigh, true),
            ] {
                for (call, isAnswered) in [(CallMessage.netInfo(.ping), ping), (.binder(.listreg), list)] {
                    let expected = isAnswered || isTrusted
                    let answer = try transport.answer(call, from: caller, to: .datagrams, expectsAnswer: expected)
                    #expect((answer != nil) == expected, "\(setting): \(caller)")
                }
            }
            let dump = CallMessage(program: 100_000, version: 2, procedure: 4)
            let mappings = try transport.answer(
                dump, from: .strangerHigh, to: .portmapperDatagrams, expectsAnswer: list)
            #expect((mappings != nil) == list)
            #expect(try transport.answer(dump, from: .strangerHigh, to: .portmapper) == nil)
            #expect(try transport.answer(dump, from: .trustedHigh, to: .portmapper) != nil)
            #expect(transport.daemon.stop() == 0)
        }
    }

    @Test func `a network is trusted from the next call on, and no longer, on open connections too`() throws {
        guard let transport = try Self.daemon([]) else { return }
        let isAnswered = { (caller: AccessCaller) in
            try transport.answer(.netInfo(.root), from: caller, to: .domain) != nil
        }
        let client = try transport.connect(.trustedHigh)
        #expect(try client.call(.netInfo(.root)).status == .ok)
        #expect(try !isAnswered(.strangerHigh))
        let property = Property("trusted_networks", "203.0.113.0/24")
        let added = CallMessage.createProperty(try transport.current(0), property)
        let reply = try #require(try transport.answer(added, from: .socketRoot, to: .domain))
        #expect(try ReplyMessage(reply).status == .ok)
        #expect(throws: WireError.closed) { try client.call(.netInfo(.root)) }
        #expect(try !isAnswered(.trustedHigh))
        for caller in [AccessCaller.strangerHigh, .localUser, .socketUser] { #expect(try isAnswered(caller)) }
        let removed = CallMessage.destroyProperty(try transport.current(0), 1)
        #expect(try transport.answer(removed, from: .localRoot, to: .domain) != nil)
        #expect(try !isAnswered(.strangerHigh))
        #expect(try isAnswered(.trustedHigh))
        #expect(transport.daemon.stop() == 0)
    }
}

import Glibc
import NetInfoServer
import NetInfoTesting
import Testing

/// Whom the server runs as.
@Suite struct AccountTests {
    @Test func `a user is named or numbered`() throws {
        #expect(try Account("root") == Account(name: "root", user: 0, group: 0))
        #expect(try Account("0") == Account(name: "root", user: 0, group: 0))
        #expect(try Account("61234") == Account(name: nil, user: 61_234, group: 61_234))
        #expect(throws: ConfigurationError.self) { try Account("no-such-user") }
        #expect(throws: ConfigurationError.self) { try Account("-1") }
        #expect(throws: ConfigurationError.self) { try Account("4294967295") }
    }

    @Test func `only root can start a server for another user`() throws {
        var configuration = DaemonConfiguration()
        configuration.user = "\(geteuid())"
        #expect(try Privilege(configuration).account.user == geteuid())
        configuration.user = "61234"
        guard Privileges.mayUseReservedPorts(for: "AccountTests") else { return }
        #expect(try Privilege(configuration).account.user == 61_234)
        let settings = configuration
        let refused = try OtherUser.perform(as: OtherUser.stranger + 1) { () -> String in
            do throws(ConfigurationError) { _ = try Privilege(settings) } catch { return error.description }
            return ""
        }
        #expect(refused.contains("only root can start a server that runs as 61234"))
    }
}

import Foundation
import Glibc
import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

/// A real server that may be killed and started again, and loads into it that may not come to their end.
final class LoadBench {
    /// What a load that did not come to its end says about itself.
    struct State: Equatable {
        var created = 0
        var changed = 0
        var unchanged = 0
        var unanswered = 0
        var rest = 0

        var total: Int { created + changed + unchanged + unanswered + rest }
    }

    /// Lines of a load; 100,000 with `NETINFO_LONG_TESTS=1`.
    static let size = ProcessInfo.processInfo.environment["NETINFO_LONG_TESTS"] == "1" ? 100_000 : 5000

    let files = NetInfoTesting.TemporaryFolder("netinfo-load")
    private let executable: String
    private let store: String
    private(set) var server: KilledServer
    /// What was there before all loads.
    let before: String

    /// Starts a server with some directories in its domain; nil, said aloud, without the programs or the rights.
    init?(store: String? = nil, for test: String) throws {
        guard let executable = KilledServer.executable("netinfod", for: test),
            Privileges.mayUseReservedPorts(for: test)
        else { return nil }
        self.executable = executable
        self.store = store ?? files("store")
        server = try KilledServer(executable, store: self.store, files: files)
        let lines = (0..<100).map { "old\($0):*:\($0):20::0:0:Old \($0):/home/old\($0):/bin/sh\n" }.joined()
        let domain = "127.0.0.1:\(server.port)/network"
        _ = try ToolRun("niload passwd -t \(domain)", input: lines)
        _ = try ToolRun("niutil -createprop -t \(domain) /users/old7 picture a b")
        _ = try ToolRun("niutil -create -t \(domain) /config/deep/down")
        before = try ToolRun("nidump -r / -t \(domain)").output
        #expect(before.contains("old99") && before.contains("down"))
    }

    var domain: String { "127.0.0.1:\(server.port)/network" }

    /// Kills the server without a warning, and starts it again on the same store.
    func restart() throws {
        server.kill()
        server = try KilledServer(executable, store: store, files: files)
    }

    /// Passwd lines of users that are not there.
    static let lines = (0..<size).map { "new\($0):*:\($0):20::0:0:New \($0):/home/new\($0):/bin/sh\n" }.joined()

    /// Starts a load of `lines`.
    func load(_ options: String = "") throws -> ToolProcess {
        let line = ["niload", options, "passwd -t", domain].filter { !$0.isEmpty }.joined(separator: " ")
        return try #require(try ToolProcess(line, input: Self.lines, for: "loads"))
    }

    func dump() throws -> String { try ToolRun("nidump -r / -t \(domain)").output }

    /// How many of the new users there are; checks that everything else is as it was before, and that they stand in the
    /// order of the input behind the old.
    func newUsers() throws -> Int {
        let text = try ToolRun("nidump passwd -t \(domain)").output
        let found = text.split(separator: "\n").count - 100
        let wanted = Self.lines.split(separator: "\n").prefix(max(found, 0))
        #expect(text.split(separator: "\n").dropFirst(100).elementsEqual(wanted))
        #expect(try withoutNew() == before)
        return found
    }

    /// What there is without the new users.
    private func withoutNew() throws -> String {
        var kept: [Substring] = []
        var isNew = false
        let lines = try dump().split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            // A user's first property tells which one it is; it stands behind the brace.
            if line == "        {", index + 1 < lines.count {
                isNew = lines[index + 1].hasPrefix("          \"_writers_passwd\" = ( \"new")
            }
            if !isNew { kept.append(line) }
            if isNew, line.hasPrefix("        }") { isNew = false }
        }
        return kept.joined(separator: "\n").replacing("        },\n      )", with: "        }\n      )")
    }

    /// Waits until the server has made `count` of the new users.
    func wait(for count: Int, while process: ToolProcess) throws {
        let connection = try NetInfoConnection(
            to: ClientEndpoint(address: .loopback, port: server.port), tag: [], deadline: .after(.seconds(120)))
        let users = try connection.search(try DirectoryPath(Array("/users".utf8))).object
        while process.isRunning {
            if try connection.children(of: users).value.count >= count + 100 { return }
            usleep(2000)
        }
    }

    /// What a load said about how far it came, in its last line.
    static func state(_ error: String) -> State? {
        let line = String(error.split(separator: "\n").last ?? "")
        let pattern =
            /niload: ([0-9]+) created, ([0-9]+) changed, ([0-9]+) unchanged(?:, ([0-9]+) without an answer)?, ([0-9]+) not written; run the same command again to go on/
        guard let match = line.wholeMatch(of: pattern) else { return nil }
        let numbers = [match.1, match.2, match.3, match.4 ?? "0", match.5].map { Int($0) ?? -1 }
        return State(
            created: numbers[0], changed: numbers[1], unchanged: numbers[2], unanswered: numbers[3], rest: numbers[4])
    }
}

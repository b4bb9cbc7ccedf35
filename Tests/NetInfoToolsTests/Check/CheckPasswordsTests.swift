import Foundation
import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("netinfo check --passwords")
struct CheckPasswordsTests {
    /// A folder with a store whose domain `network` has these users: name, number, values of `passwd`.
    private func store(_ users: [(String, String, [String]?)]) throws -> TemporaryFolder {
        let folder = TemporaryFolder("netinfo-check")
        var records = [
            DirectoryRecord(id: 0, instance: 0, parent: 0, children: [1], properties: []),
            DirectoryRecord(id: 1, instance: 0, parent: 0, children: [], properties: [Property("name", "users")]),
        ]
        for (index, (name, uid, values)) in users.enumerated() {
            let id = UInt32(index + 2)
            var properties: PropertyList = [Property("name", name), Property("uid", uid)]
            if let values {
                properties.properties.append(
                    Property(name: Array("passwd".utf8), values: values.map { Array($0.utf8) }))
            }
            records[1].children.append(id)
            records.append(DirectoryRecord(id: id, instance: 0, parent: 1, children: [], properties: properties))
        }
        let store = try Store(path: folder("store"), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try store.create("network", try DirectoryTree(DirectorySnapshot(records: records)))
        return folder
    }

    /// Of a password that nobody tries.
    private static let good = "$y$j9T$zDUbd6xAPqlGog/TBRVex/$LmuJsP.IXbWi8mG2lzravC1EZThd7J1c.mpvYv8V/z8"
    private static let des = "efgcEt78o8J7s"
    private static let md5 = "$1$saltsalt$xzPC2IWNitLf4dSpMLbW1/"

    @Test("Users with a good hash, and those who cannot log in, are in order")
    func sound() throws {
        let folder = try store([
            ("alice", "501", [Self.good]), ("nobody", "-2", ["*"]), ("ben", "502", ["!\(Self.des)"]),
            ("cleo", "503", ["********"]),
        ])
        let run = try ToolRun("netinfo check --passwords --store \(folder("store"))")
        #expect(run.output == "network: in order, 4 users (2 locked, 1 with the password elsewhere)\n")
        #expect(run.error == "")
        #expect(run.status == 0)
    }

    @Test("Others are listed, the superuser first, then the worst, without hashes")
    func findings() throws {
        let folder = try store([
            ("alice", "501", [Self.des]), ("ben", "502", ["what is this"]), ("cleo", "503", [Self.md5]),
            ("dora", "504", nil), ("eve", "505", []), ("finch", "506", ["ghww4CJUFu02A"]), ("zoe", "507", [""]),
            ("root", "0", []), ("toor", "0", ["abbJS54JVkKS2"]), ("bsd", "508", ["_J9..saltD5dEmXdHjls"]),
            ("good", "509", [Self.good]),
        ])
        let run = try ToolRun("netinfo check --passwords --store \(folder("store")) --try-seconds 60")
        #expect(
            run.output == """
                network: 10 problems, 11 users
                  DANGER: /users/root (root, uid 0): NO PASSWORD, and this is the superuser
                  DANGER: /users/toor (toor, uid 0): PASSWORD FOUND AT ONCE (DES), and this is the superuser
                  problem: /users/eve (eve, uid 505): no password
                  problem: /users/zoe (zoe, uid 507): no password
                  problem: /users/finch (finch, uid 506): the password was found at once (DES)
                  problem: /users/dora (dora, uid 504): no property passwd, which some systems take for no password
                  problem: /users/bsd (bsd, uid 508): a weak hash (extended DES)
                  problem: /users/cleo (cleo, uid 503): a weak hash (MD5)
                  problem: /users/alice (alice, uid 501): a DES hash, of which only 8 characters count and which is \
                soon broken
                  problem: /users/ben (ben, uid 502): a value that is no hash of a known kind
                note: niutil -passwd sets a new password

                """)
        #expect(run.status == 1)
    }

    @Test("Of one or two characters, the user's name, or nothing at all: such passwords are found, whatever the hash")
    func found() throws {
        let folder = try store([
            ("one", "1", ["cd2TBuC5KKLCs"]), ("two", "2", ["abbJS54JVkKS2"]), ("finch", "3", ["ghww4CJUFu02A"]),
            ("robin", "4", [Self.good]), ("empty", "5", ["$1$saltsalt$5Jhcit4zN9UlGiA0txPkO0"]),
            (
                "swift", "6",
                ["$6$saltsalt$.Sm5F9n62pUFSMXX/bEDVB4fFP5f60Op8aSozPb7QW2VCPkfdVOG23HPxx9IT7W0zi0PCdyx0zPLc1YYU8wXl."]
            ),
        ])
        let run = try ToolRun("netinfo check --passwords --json --store \(folder("store")) --try-seconds 60")
        let domain = try domain(of: run)
        let findings = try #require(domain["findings"] as? [[String: Any]])
        #expect(findings.map { $0["kind"] as? String } == Array(repeating: "found", count: 6))
        #expect(
            findings.map { $0["name"] as? String } == ["empty", "finch", "one", "robin", "swift", "two"])
        #expect(domain["unfinished"] as? Int == 0)
    }

    @Test("Nothing is tried that takes long, and nothing without time; both are told")
    func unfinished() throws {
        let folder = try store([
            ("owl", "1", ["$6$rounds=999999999$saltsalt$U0wLq5MQk4fKWu2Zpkk8JRIcUd7IpUGBvSfg0M33V6Sa6vmAw5W0/"]),
            ("cat", "2", ["$2b$31$saltsaltsaltsaltsaltsu7yYnXh5Rf4TzVtq3lqPbn4Ue6xgV1K2"]),
            ("yak", "3", ["$y$jFT$zDUbd6xAPqlGog/TBRVex/$LmuJsP.IXbWi8mG2lzravC1EZThd7J1c.mpvYv8V/z8"]),
        ])
        let slow = try ToolRun("netinfo check --passwords --store \(folder("store"))")
        #expect(slow.output.hasPrefix("network: in order, 3 users (3 not tried to the end)\nnote: not everything"))
        #expect(slow.status == 0)
        let one = try store([("finch", "3", ["ghww4CJUFu02A"])])
        let run = try ToolRun("netinfo check --passwords --json --try-seconds 0 --store \(one("store"))")
        let domain = try domain(of: run)
        #expect(domain["unfinished"] as? Int == 1)
        #expect((domain["findings"] as? [[String: Any]])?.first?["kind"] as? String == "des")
    }

    private func domain(of run: ToolRun) throws -> [String: Any] {
        let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return try #require((report?["domains"] as? [[String: Any]])?.first)
    }

    @Test("Neither hashes nor passwords are told, in text or JSON", arguments: ["", "--json "])
    func silence(_ option: String) throws {
        let folder = try store([
            ("finch", "3", ["cd2TBuC5KKLCs"]), ("ben", "4", ["$1$what"]), ("al", "5", ["unknown!"]),
        ])
        let run = try ToolRun("netinfo check --passwords \(option)--store \(folder("store"))")
        for secret in ["cd2TBuC5KKLCs", "\"q\"", "$1$what", "unknown!"] { #expect(!run.output.contains(secret)) }
        #expect(run.status == 1)
    }

    @Test("A JSON finding has kind, place, name, number and scheme")
    func json() throws {
        let folder = try store([("root", "0", []), ("alice", "501", [Self.md5])])
        let run = try ToolRun("netinfo check --passwords --json --store \(folder("store"))")
        #expect(
            run.output == """
                {"store":"\(folder("store"))","sound":false,"domains":[{"tag":"network","sound":false,"failure":null,\
                "users":2,"locked":0,"elsewhere":0,"unfinished":0,"findings":[{"kind":"empty","danger":true,\
                "directory":2,"path":"/users/root","name":"root","uid":"0","scheme":null,"text":"NO PASSWORD, and this \
                is the superuser"},{"kind":"weak","danger":false,"directory":3,"path":"/users/alice","name":"alice",\
                "uid":"501","scheme":"md5","text":"a weak hash (MD5)"}]}]}

                """)
    }

    @Test("A domain that cannot be read does not hide the others, and is a problem")
    func unreadable() throws {
        let folder = try store([("alice", "501", [Self.good])])
        let broken = folder("store/nodes/broken")
        try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
        try Data("SQLite format 3\0 and no more".utf8).write(to: URL(fileURLWithPath: broken + "/sqlindex"))
        let run = try ToolRun("netinfo check --passwords --store \(folder("store"))")
        #expect(run.output.contains("broken: problem: can't read database"))
        #expect(run.output.contains("network: in order, 1 user\n"))
        #expect(run.status == 1)
    }

    @Test("--database looks at one folder, binary ones too")
    func database() throws {
        let folder = try store([("alice", "501", [Self.des])])
        let run = try ToolRun("netinfo check --passwords --database \(folder("store/nodes/network"))")
        #expect(run.output.hasPrefix("network: 1 problem, 1 user\n"))
        guard let databases = SharedData.folder("databases", for: "CheckPasswordsTests") else { return }
        let old = databases.appending(path: "next-local-source.nidb").path
        let next = try ToolRun("netinfo check --passwords --database \(old)")
        #expect(
            next.output == """
                next-local-source: 2 problems, 11 users (9 locked)
                  DANGER: /users/root (root, uid 0): NO PASSWORD, and this is the superuser
                  problem: /users/me (me, uid 20): no password
                note: niutil -passwd sets a new password

                """)
    }

    @Test(
        "Options that do not go together are misuse",
        arguments: ["--passwords --repair", "--database /x", "--passwords --database /x --tag y", "--try-seconds 3"])
    func misuse(_ options: String) throws {
        #expect(try ToolRun("netinfo check \(options)").status == 64)
    }
}

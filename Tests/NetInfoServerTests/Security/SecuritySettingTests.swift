import Foundation
import NetInfoServer
import NetInfoTesting
import Testing

/// The settings: their values, where they come from, and what is said of mistakes.
@Suite struct SecuritySettingTests {
    @Test func `the two profiles are what the settings say they are`() throws {
        for setting in SecuritySetting.all {
            #expect(setting.value(.hardened) == setting.hardened, "\(setting.key)")
            #expect(setting.value(.original) == setting.original, "\(setting.key)")
            #expect(setting.key.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(setting.meaning.hasSuffix("."))
        }
        #expect(Set(SecuritySetting.all.map(\.key)).count == SecuritySetting.all.count)
    }

    @Test func `every choice can be set and is read back`() throws {
        for setting in SecuritySetting.all {
            for value in Set([setting.hardened, setting.original] + Self.choices(setting)) {
                var policy = SecurityPolicy.hardened
                try setting.apply(value, &policy)
                #expect(setting.value(policy) == value, "\(setting.key)=\(value)")
            }
        }
    }

    /// The values of a setting that has a list of them, or the ends of its range.
    private static func choices(_ setting: SecuritySetting) -> [String] {
        let ends = setting.choices.split(separator: " ").map(String.init)
        if ends.count == 3, ends[1] == "to" { return [ends[0], ends[2]] }
        if ["withhold", "trusted-networks"].contains(setting.key) { return ["none"] }
        return setting.choices.components(separatedBy: ", ")
    }

    @Test func `a mistake is named with its key, its value and what is right`() throws {
        for setting in SecuritySetting.all where setting.key != "withhold" {
            var policy = SecurityPolicy.hardened
            for value in ["bogus", "-1", "999999999999999999999", "Yes", ""]
            where value != "" || Self.hasNoList(setting) {
                let error = #expect(throws: ConfigurationError.self, "\(setting.key)=\(value)") {
                    try setting.apply(value, &policy)
                }
                let text = error?.description ?? ""
                #expect(text.contains(setting.key) && text.contains("'\(value)'"), "\(text)")
                for choice in Self.choices(setting) where Self.hasNoList(setting) {
                    #expect(text.contains(choice), "\(text)")
                }
            }
            #expect(policy == .hardened)
        }
    }

    private static func hasNoList(_ setting: SecuritySetting) -> Bool { setting.key != "trusted-networks" }

    @Test func `networks that are none are named`() throws {
        let setting = try #require(SecuritySetting.named("trusted-networks"))
        var policy = SecurityPolicy.hardened
        try setting.apply("10.1.2.0/24, 192.168 fd00::/8", &policy)
        #expect(setting.value(policy) == "10.1.2.0/24,192.168.0.0/16,fd00::/8")
        let error = #expect(throws: ConfigurationError.self) { try setting.apply("10.1.2.0/24,10.0.0.0/40", &policy) }
        #expect(error?.description.contains("'10.0.0.0/40'") == true)
    }

    @Test func `settings come from the command line, the environment and the file, in any profile`() async throws {
        let folder = TemporaryFolder("netinfo-settings")
        let plist = """
            <plist version="1.0"><dict>
            <key>security</key><string>original</string>
            <key>read-from</key><string>attached</string>
            <key>login-failures</key><integer>7</integer>
            <key>withhold</key><array><string>passwd</string><string>secret</string></array>
            <key>trusted-networks</key><array/>
            <key>relay-rate</key><string>5</string>
            </dict></plist>
            """
        try Data(plist.utf8).write(to: URL(fileURLWithPath: folder("c.plist")))
        let configuration = try await ConfigurationSources(
            file: folder("c.plist"), overrides: ["relay-rate": "9", "root-by-name": "no"],
            environment: ["NETINFOD_LOGIN_FAILURES": "8", "NETINFOD_READALL": "clones"]
        ).load()
        var expected = SecurityPolicy.original
        expected.readFrom = .attached
        expected.withheld = ["passwd", "secret"]
        expected.loginFailures = 8
        expected.readAll = .clones
        expected.relayRate = 9
        expected.rootByName = false
        #expect(configuration.policy == expected)
    }

    @Test func `a mistake keeps the server from starting`() async throws {
        let folder = TemporaryFolder("netinfo-settings")
        try Data("<plist version=\"1.0\"><dict/></plist>".utf8).write(to: URL(fileURLWithPath: folder("c.plist")))
        for setting in SecuritySetting.all where setting.key != "withhold" {
            let sources = ConfigurationSources(
                file: folder("c.plist"), overrides: [setting.key: "bogus"], environment: [:])
            await #expect(throws: ConfigurationError.self, "\(setting.key)") { _ = try await sources.load() }
        }
    }

    @Test func `the start says what differs from the profile`() throws {
        let server = try TestServer {
            $0.security = .hardened
            $0.policy = .hardened
            $0.policy.readFrom = .anywhere
            $0.policy.loginDelay = 0
        }
        #expect(server.stop())
        let line = server.log.lines.first { $0.contains("security settings that differ from 'hardened'") }
        #expect(line?.contains("settings=read-from=anywhere login-delay=0") == true)
        #expect(!server.log.contains("security is 'original'"))
        let open = try TestServer()
        #expect(open.stop())
        #expect(open.log.contains("security is 'original'"))
    }

    @Test func `the manual and the sample configuration have every setting as it is`() throws {
        for (name, fill) in [
            ("docs/man/netinfod.plist.5", SettingsDocument.fillManual),
            ("Config/netinfod.plist", SettingsDocument.fillSample),
        ] {
            let file = SharedData.packageRoot.appending(path: name)
            let text = try String(contentsOf: file, encoding: .utf8)
            let filled = fill(text)
            for setting in SecuritySetting.all {
                #expect(filled.contains(setting.key.replacing("-", with: "\\-")) || filled.contains(setting.key))
            }
            if ProcessInfo.processInfo.environment["NETINFO_WRITE_DOCUMENTS"] != nil {
                try filled.write(to: file, atomically: true, encoding: .utf8)
            } else {
                #expect(text == filled, "run the test with NETINFO_WRITE_DOCUMENTS=1 and commit \(name)")
            }
        }
    }

    @Test func `the sample configuration with everything switched on is the default`() async throws {
        let file = SharedData.packageRoot.appending(path: "Config/netinfod.plist")
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let settings = lines.filter { line in
            ["<key>", "<string>", "<integer>"].contains { line.hasPrefix($0) }
        }
        let start = try #require(settings.firstIndex(of: "<key>security</key>"))
        let end = try #require(settings.firstIndex(of: "<key>log-level</key>"))
        let folder = TemporaryFolder("netinfo-settings")
        let plist = "<plist version=\"1.0\"><dict>\(settings[start..<end].joined())</dict></plist>"
        try Data(plist.utf8).write(to: URL(fileURLWithPath: folder("c.plist")))
        let sources = ConfigurationSources(file: folder("c.plist"), overrides: [:], environment: [:])
        let configuration = try await sources.load()
        #expect(configuration.policy == .hardened)
        for setting in SecuritySetting.all { #expect(settings[start..<end].contains("<key>\(setting.key)</key>")) }
    }
}

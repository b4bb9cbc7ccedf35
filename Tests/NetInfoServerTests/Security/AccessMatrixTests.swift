import Foundation
import NetInfoServer
import NetInfoTesting
import Testing

/// Who may do what, every combination of caller, credential and operation in both profiles.
@Suite struct AccessMatrixTests {
    @Test(arguments: DaemonConfiguration.Security.allCases)
    func `every caller gets with every credential what the table says`(profile: DaemonConfiguration.Security) throws {
        let probe = try AccessProbe(SecurityPolicy(profile))
        for caller in AccessCaller.allCases {
            for credential in AccessCredential.allCases {
                for operation in AccessOperation.allCases {
                    let expected = AccessTable.outcome(caller, credential, operation, profile)
                    let found = try probe.outcome(caller, credential, operation)
                    #expect(
                        found == expected,
                        "\(profile): \(caller.rawValue), \(credential.rawValue), \(operation.rawValue)")
                }
            }
        }
    }

    @Test func `where everybody may bind low ports, they prove nothing`() throws {
        let probe = try AccessProbe(.hardened, lowPortStart: 0)
        for operation in AccessOperation.allCases {
            let asUser = AccessTable.outcome(.localUser, .user, operation, .hardened)
            #expect(try probe.outcome(.localRoot, .user, operation) == asUser, "\(operation)")
        }
        #expect(try probe.outcome(.socketRoot, .none, .writeRoot) == .done)
    }

    @Test func `the security document shows the table and the settings as they are`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../SECURITY.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        let filled = AccessDocument.fill(text)
        if ProcessInfo.processInfo.environment["NETINFO_WRITE_DOCUMENTS"] != nil {
            try filled.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text == filled, "run the test with NETINFO_WRITE_DOCUMENTS=1 and commit SECURITY.md")
        }
        for part in ["settings", "hardened", "original"] { #expect(text.contains("<!-- begin \(part) -->")) }
    }
}

import Foundation
import NetInfoStore
import Testing

@Suite("Import of damaged databases", .serialized)
struct ImportDamageTests {
    /// Copies damaged per database; `NETINFO_DAMAGED_COPIES` asks for more.
    private static let copies = ProcessInfo.processInfo.environment["NETINFO_DAMAGED_COPIES"].flatMap { Int($0) } ?? 30

    @Test(
        "a damaged copy gives a consistent tree or one error, soon and without a crash",
        arguments: SharedDatabases.names)
    func damagedCopies(name: String) throws {
        guard let folder = SharedDatabases.folder(for: "Import of damaged \(name)") else { return }
        for seed in 0..<UInt64(Self.copies) {
            let sandbox = try DatabaseSandbox(copyOf: folder.appending(path: "\(name).nidb"))
            var damage = DatabaseDamage(seed: seed &* 1_000_003 &+ UInt64(name.utf8.count))
            let label = "\(name), seed \(seed): \(try damage.apply(to: sandbox))"
            let start = ContinuousClock.now
            for salvage in [false, true] { try check(sandbox, salvage: salvage, label: label) }
            #expect(ContinuousClock.now - start < .seconds(10), "\(label)")
        }
    }

    private func check(_ sandbox: DatabaseSandbox, salvage: Bool, label: String) throws {
        do {
            let database = try sandbox.imported(salvage: salvage)
            let violation = TreeInvariants.violation(in: database)
            #expect(violation == nil, "\(label)")
            if !salvage { #expect(!database.remarks.contains { $0.kind == .damage }, "\(label)") }
        } catch let error as ImportError {
            #expect(!error.description.contains("\n"), "\(label)")
            let explained = !salvage || error.problem.contains("no directory") || error.problem.contains("no NetInfo")
            #expect(explained, "\(label): \(error)")
        }
    }
}

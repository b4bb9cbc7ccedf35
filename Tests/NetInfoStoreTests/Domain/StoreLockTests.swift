import Glibc
import NetInfoStore
import NetInfoTesting
import Testing

@Suite("One store, one holder")
struct StoreLockTests {
    @Test("a second holder is refused and told of the first")
    func refused() throws {
        let bench = StoreBench()
        let first = try Store(path: bench.root.path, logger: bench.logger)
        let refusal = #expect(throws: StoreError.self) { try Store(path: bench.root.path, logger: bench.logger) }
        #expect(refusal?.description.contains("process \(getpid())") == true)
        withExtendedLifetime(first) {}
    }

    @Test("the store is free again when its holder is gone")
    func free() throws {
        let bench = StoreBench()
        for _ in 0..<3 { _ = try Store(path: bench.root.path, logger: bench.logger) }
    }
}

import Foundation
import Glibc
import NetInfoDirectory
import NetInfoStore

/// The input is a whole `.nidb` folder: per file a byte for the length of its name, three for its own, then both. What
/// is imported has to make a tree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDatabase(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard !Sandbox.shared.path.isEmpty else { fatalError("NETINFO_FUZZ_FOLDER has to name a folder") }
    Sandbox.shared.write(input)
    for salvage in [false, true] {
        guard let database = try? NidbReader(folder: Sandbox.shared.path, salvage: salvage).read() else { continue }
        let snapshot = DirectorySnapshot(records: database.records)
        do throws(DirectoryTree.Inconsistency) {
            _ = try DirectoryTree(snapshot)
        } catch {
            fatalError("the import makes no tree: \(error)")
        }
    }
    return 0
}

/// A folder, given in the environment and removed by whoever gave it, that is filled anew for each input.
private final class Sandbox {
    nonisolated(unsafe) static let shared = Sandbox()

    let path = ProcessInfo.processInfo.environment["NETINFO_FUZZ_FOLDER"] ?? ""
    private var files: Set<String> = []

    func write(_ input: [UInt8]) {
        for name in files { unlink("\(path)/\(name)") }
        files = []
        var rest = input[...]
        while rest.count >= 4 {
            let head = rest.prefix(4).map { Int($0) }
            rest = rest.dropFirst(4)
            let name = String(decoding: rest.prefix(head[0] & 31).filter(Self.isPlain), as: UTF8.self)
            rest = rest.dropFirst(head[0] & 31)
            let size = head[1] << 16 | head[2] << 8 | head[3]
            if !name.isEmpty, name != ".", name != ".." { write(Array(rest.prefix(size)), name) }
            rest = rest.dropFirst(size)
        }
    }

    /// Letters, digits, `_` and dots: no name of a file elsewhere.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    private func write(_ bytes: [UInt8], _ name: String) {
        let fd = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard fd >= 0 else { return }
        _ = bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) }
        close(fd)
        files.insert(name)
    }
}

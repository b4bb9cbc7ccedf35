import Glibc

/// The process that holds a store, as the store's lock file names it: the process id, and the binder's port once the
/// process serves.
package struct StoreHolder: Hashable, Sendable {
    /// The process; 0 when the lock file does not say.
    package let process: Int32
    /// The TCP port of its binder; nil until it serves, and always for what is no server.
    package let port: UInt16?

    package init(process: Int32, port: UInt16? = nil) {
        self.process = process
        self.port = port
    }

    /// Reads what a holder wrote: `PID`, or `PID PORT`, and a line feed.
    init(line: some Collection<UInt8>) {
        let words = line.prefix { $0 != 10 }.split(separator: UInt8(ascii: " "))
        process = words.first.flatMap { Int32(decimal: $0) } ?? 0
        port = words.dropFirst().first.flatMap { UInt16(decimal: $0) }
    }

    /// What a holder writes.
    var line: String { port.map { "\(process) \($0)\n" } ?? "\(process)\n" }

    /// The name of the running program, up to 15 bytes; nil when no such process can be seen.
    package var program: String? {
        guard process > 0 else { return nil }
        let bytes = try? SystemFiles().readWhatComes("/proc/\(process)/comm", maximum: 64)
        return bytes.map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
    }

    /// Whether the process is a server, which takes in new domains on SIGHUP. Any other could die of one.
    package var isServer: Bool { program == "netinfod" }
}

extension StoreHolder: CustomStringConvertible {
    package var description: String {
        guard process > 0 else { return "another process" }
        return program.map { "process \(process) (\($0))" } ?? "process \(process)"
    }
}

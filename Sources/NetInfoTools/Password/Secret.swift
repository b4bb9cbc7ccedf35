import Glibc

/// A line that nobody else is to see, such as a new password: in one place of memory, which is overwritten as soon as
/// nobody needs it any more.
final class Secret {
    /// One byte more than crypt(3) hashes, which is more than the protocol carries.
    private static let capacity = 512
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + 1, alignment: 1)

    /// How many bytes there are.
    private(set) var count = 0
    /// Whether there were more than it has room for.
    private(set) var isCut = false

    private init() { buffer.initializeMemory(as: UInt8.self, repeating: 0) }

    deinit {
        if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
        buffer.deallocate()
    }

    /// A secret of these bytes.
    convenience init(_ bytes: some Sequence<UInt8>) {
        self.init()
        for byte in bytes { append(byte) }
    }

    /// Reads a line without its end; nil at the end of the input, or when a signal or an error ends the reading.
    ///
    /// Takes single bytes, to leave what follows for whoever reads next.
    static func readLine(from descriptor: Int32) -> Secret? {
        let line = Secret()
        var byte: UInt8 = 0
        defer { explicit_bzero(&byte, 1) }
        while true {
            let got = read(descriptor, &byte, 1)
            if got < 0 { return nil }
            if got == 0 { return line.count == 0 ? nil : line }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }

    private func append(_ byte: UInt8) {
        guard count < Self.capacity else {
            isCut = true
            return
        }
        buffer[count] = byte
        count += 1
    }

    /// Whether one of the bytes satisfies `predicate`.
    func contains(where predicate: (UInt8) -> Bool) -> Bool { buffer.prefix(count).contains(where: predicate) }

    /// Whether both are the same.
    func isEqual(to other: Secret) -> Bool {
        isCut == other.isCut && buffer.prefix(count).elementsEqual(other.buffer.prefix(other.count))
    }

    /// Lends the bytes, ended by NUL.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result?) -> Result? {
        guard let start = buffer.baseAddress else { return nil }
        return start.withMemoryRebound(to: CChar.self, capacity: buffer.count) { body($0) }
    }
}

import Glibc

/// Reads lines from a descriptor byte by byte, leaving what follows for whoever reads next.
enum LineReader {
    /// One line without its end; nil at the end of the input, or when a signal or an error ends the reading.
    static func readLine(from descriptor: Int32) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count < 0 { return nil }
            if count == 0 { return line.isEmpty ? nil : line }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }
}

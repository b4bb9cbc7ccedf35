import Glibc

/// Writes bytes to a descriptor through a buffer, and remembers whether any of it failed.
package final class OutputWriter {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 65_536

    /// Whether everything written so far arrived. Buffered bytes count only once they are flushed.
    package private(set) var isIntact = true

    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes bytes.
    package func write(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { flush() }
    }

    /// Writes text.
    package func write(_ text: MessageText) { write(text.bytes) }

    /// Hands over everything buffered.
    package func flush() {
        var position = 0
        while position < buffer.count, isIntact {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position)
            }
            if count >= 0 {
                position += count
            } else if errno != EINTR {
                isIntact = false
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

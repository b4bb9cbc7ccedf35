/// Writes XDR values (RFC 4506) into one growing block of memory that it owns.
///
/// A write that would pass `limit` writes nothing and sets `overflowed`: replies are checked once, at their end,
/// not after every value.
package struct XDRWriter: ~Copyable {
    private var storage: UnsafeMutableRawPointer
    private var capacity: Int

    /// The largest number of bytes this writer takes.
    package var limit: Int

    /// Bytes written.
    package private(set) var count = 0

    /// Whether a write was dropped because it would have passed `limit`.
    package private(set) var overflowed = false

    /// An empty writer with room for `capacity` bytes that never holds more than `limit`.
    package init(capacity: Int = 1024, limit: Int = .max) {
        self.capacity = max(capacity, 16)
        self.limit = limit
        storage = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit {
        storage.deallocate()
    }

    /// Makes room for `size` more bytes; false, and `overflowed`, when that would pass the limit.
    package mutating func reserve(_ size: Int) -> Bool {
        let needed = count + size
        if needed <= capacity, needed <= limit { return true }
        guard needed <= limit else {
            overflowed = true
            return false
        }
        grow(to: max(needed, min(capacity * 2, limit)))
        return true
    }

    private mutating func grow(to size: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        larger.copyMemory(from: storage, byteCount: count)
        storage.deallocate()
        storage = larger
        capacity = size
    }

    /// Writes an unsigned integer (RFC 4506 section 4.2).
    package mutating func write(_ value: UInt32) {
        guard reserve(4) else { return }
        storage.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt32.self)
        count += 4
    }

    /// Writes a boolean (RFC 4506 section 4.4).
    package mutating func write(_ value: Bool) {
        write(value ? 1 as UInt32 : 0)
    }

    /// Writes variable-length opaque data or a string: length, bytes, zeros to a multiple of four.
    package mutating func write(opaque bytes: UnsafeRawBufferPointer) {
        let padded = (bytes.count + 3) & ~3
        guard reserve(4 + padded) else { return }
        write(UInt32(truncatingIfNeeded: bytes.count))
        append(bytes)
        for position in bytes.count..<padded {
            storage.storeBytes(of: 0, toByteOffset: count + position - bytes.count, as: UInt8.self)
        }
        count += padded - bytes.count
    }

    /// Writes variable-length opaque data or a string.
    package mutating func write(opaque bytes: [UInt8]) {
        bytes.withUnsafeBytes { write(opaque: $0) }
    }

    /// Copies bytes that are XDR already.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, reserve(bytes.count) else { return }
        (storage + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Copies bytes that are XDR already.
    package mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Writes an array of unsigned integers: count, then elements.
    package mutating func write(array values: [UInt32]) {
        guard reserve(4 + 4 * values.count) else { return }
        write(UInt32(truncatingIfNeeded: values.count))
        for value in values { write(value) }
    }

    /// Forgets everything after the first `size` bytes, and that anything was dropped.
    package mutating func truncate(to size: Int) {
        count = min(count, max(size, 0))
        overflowed = false
    }

    /// Overwrites the integer at byte `position`, which must have been written before.
    package mutating func patch(_ value: UInt32, at position: Int) {
        precondition(position >= 0 && position + 4 <= count, "patch outside of what was written")
        storage.storeBytes(of: value.bigEndian, toByteOffset: position, as: UInt32.self)
    }

    /// Gives back memory above `size` bytes, so that one huge reply does not stay allocated.
    package mutating func shrink(to size: Int) {
        guard capacity > size, count <= size else { return }
        grow(to: size)
    }

    /// The bytes written, valid during the call.
    package borrowing func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// A copy of the bytes written from `start` on.
    package borrowing func bytes(from start: Int = 0) -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: storage + start, count: count - start))
    }

    /// Lets `body` write up to `size` bytes directly; it returns how many it wrote.
    package mutating func appendUnsafe(_ size: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        guard reserve(size) else { return }
        let written = body(UnsafeMutableRawBufferPointer(start: storage + count, count: size))
        count += max(0, min(written, size))
    }
}

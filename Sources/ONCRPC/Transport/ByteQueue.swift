/// Bytes that wait: appended at the end, taken from the beginning, no memory held while empty.
struct ByteQueue: ~Copyable {
    private var storage: UnsafeMutableRawPointer?
    private var capacity = 0
    private var head = 0
    private var tail = 0

    init() {}

    deinit {
        storage?.deallocate()
    }

    var count: Int { tail - head }
    var isEmpty: Bool { tail == head }

    /// The waiting bytes, valid until the queue changes.
    var bytes: UnsafeRawBufferPointer {
        guard let storage else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: storage + head, count: tail - head)
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        if tail + bytes.count > capacity { makeRoom(for: bytes.count) }
        guard let storage else { return }
        (storage + tail).copyMemory(from: source, byteCount: bytes.count)
        tail += bytes.count
    }

    private mutating func makeRoom(for size: Int) {
        let live = count
        var larger = max(capacity, 256)
        while larger < live + size { larger *= 2 }
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
        if let storage {
            fresh.copyMemory(from: storage + head, byteCount: live)
            storage.deallocate()
        }
        (storage, capacity, head, tail) = (fresh, larger, 0, live)
    }

    /// Drops the first `size` bytes.
    mutating func consume(_ size: Int) {
        head += min(size, count)
        if head == tail { removeAll() }
    }

    mutating func removeAll() {
        storage?.deallocate()
        (storage, capacity, head, tail) = (nil, 0, 0, 0)
    }
}

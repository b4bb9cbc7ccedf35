/// Puts records together from the fragments of a TCP stream (RFC 5531 section 11).
///
/// A pure state machine: bytes go in as they arrive, whole records come out. It never reserves what a fragment
/// header only announces; memory grows with the bytes that came.
package struct ClientRecordAssembler: Sendable {
    /// The stream announced a record longer than the limit.
    package struct RecordTooLong: Error {}

    private let limit: Int
    private var header: UInt32 = 0
    private var headerBytes = 0
    private var fragmentLeft = 0
    private var isLastFragment = false
    private var record: [UInt8] = []
    private var finished: [[UInt8]] = []
    private var nextFinished = 0

    /// An assembler of records of at most `limit` bytes.
    package init(limit: Int) { self.limit = limit }

    /// Takes the next bytes of the stream.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(RecordTooLong) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if headerBytes < 4 {
                header = header << 8 | UInt32(rest.removeFirst())
                headerBytes += 1
                if headerBytes == 4 { try startFragment() }
            } else {
                let taken = rest.prefix(fragmentLeft)
                record.append(contentsOf: taken)
                fragmentLeft -= taken.count
                rest = rest.dropFirst(taken.count)
            }
            if headerBytes == 4, fragmentLeft == 0 { endFragment() }
        }
    }

    private mutating func startFragment() throws(RecordTooLong) {
        isLastFragment = header & 0x8000_0000 != 0
        fragmentLeft = Int(header & 0x7FFF_FFFF)
        guard record.count + fragmentLeft <= limit else { throw RecordTooLong() }
    }

    private mutating func endFragment() {
        header = 0
        headerBytes = 0
        guard isLastFragment else { return }
        finished.append(record)
        record = []
    }

    /// The next whole record, oldest first; nil when none is complete.
    package mutating func next() -> [UInt8]? {
        guard nextFinished < finished.count else { return nil }
        let result = finished[nextFinished]
        finished[nextFinished] = []
        nextFinished += 1
        if nextFinished == finished.count {
            finished.removeAll(keepingCapacity: true)
            nextFinished = 0
        }
        return result
    }
}

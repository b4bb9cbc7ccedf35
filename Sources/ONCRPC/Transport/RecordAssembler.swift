/// Puts records together from the fragments of a TCP stream (RFC 5531 section 11).
///
/// A pure state machine: bytes in, one step out. Memory grows with the bytes that arrive, never with the lengths
/// they claim. A record that lies in one piece in the input is not copied.
struct RecordAssembler: ~Copyable {
    /// Limits of one record.
    struct Limits: Sendable {
        /// Bytes of all fragments together.
        var record = 8 << 20
        /// Fragments of one record.
        var fragments = 1024
    }

    /// What the input held.
    enum Step: Equatable {
        /// The input is used up and no record is complete.
        case needMore
        /// A complete record lies in the input, at this place.
        case direct(Range<Int>)
        /// A complete record stands in `assembled`; `reset` makes room for the next.
        case assembled
        /// The stream breaks a limit and cannot be followed further.
        case violation
    }

    private let limits: Limits
    private var buffer = ByteQueue()
    private var mark: UInt32 = 0
    private var markBytes = 0
    private var fragmentLeft = 0
    private var isLast = false
    private var fragments = 0
    /// Whether a record stands in `assembled`.
    private(set) var isComplete = false

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Whether the stream stands between two records.
    var isIdle: Bool { markBytes == 0 && fragments == 0 && !isComplete }

    /// Bytes of the record that are kept here.
    var buffered: Int { buffer.count }

    /// The record after a step of `.assembled`, valid until `reset`.
    var assembled: UnsafeRawBufferPointer { buffer.bytes }

    /// Reads on in `input` from `cursor`, which is moved past what was used.
    mutating func next(_ input: UnsafeRawBufferPointer, _ cursor: inout Int) -> Step {
        if isComplete { return .assembled }
        while true {
            if markBytes < 4 {
                guard readMark(input, &cursor) else { return .needMore }
                guard acceptMark() else { return .violation }
                if fragments == 1, isLast, input.count - cursor >= fragmentLeft {
                    let range = cursor..<cursor + fragmentLeft
                    cursor = range.upperBound
                    reset()
                    return .direct(range)
                }
            }
            let size = min(fragmentLeft, input.count - cursor)
            if size > 0 { buffer.append(UnsafeRawBufferPointer(rebasing: input[cursor..<cursor + size])) }
            cursor += size
            fragmentLeft -= size
            guard fragmentLeft == 0 else { return .needMore }
            markBytes = 0
            if isLast {
                isComplete = true
                return .assembled
            }
        }
    }

    /// Keeps a record that lay in the input and cannot be handled yet: it stands in `assembled` from here on.
    mutating func keep(_ record: UnsafeRawBufferPointer) {
        buffer.append(record)
        isComplete = true
    }

    /// Forgets the finished record.
    mutating func reset() {
        buffer.removeAll()
        (mark, markBytes, fragmentLeft, fragments) = (0, 0, 0, 0)
        (isLast, isComplete) = (false, false)
    }

    private mutating func readMark(_ input: UnsafeRawBufferPointer, _ cursor: inout Int) -> Bool {
        while markBytes < 4 {
            guard cursor < input.count else { return false }
            mark = mark << 8 | UInt32(input[cursor])
            cursor += 1
            markBytes += 1
        }
        return true
    }

    private mutating func acceptMark() -> Bool {
        isLast = mark & 0x8000_0000 != 0
        fragmentLeft = Int(mark & 0x7FFF_FFFF)
        mark = 0
        fragments += 1
        return fragments <= limits.fragments && buffer.count + fragmentLeft <= limits.record
    }
}

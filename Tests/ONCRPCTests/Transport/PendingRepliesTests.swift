import Testing

@testable import ONCRPC

/// Replies of one connection, given out in the order of their calls.
@Suite struct PendingRepliesTests {
    @Test func `replies come out in order, whichever is ready first`() {
        var pending = PendingReplies()
        for sequence in 0..<5 as Range<UInt64> { pending.appendDeferred(sequence, header: [UInt8(sequence)]) }
        pending.appendReady([9])
        for sequence in (1..<5 as Range<UInt64>).reversed() { #expect(pending.complete(sequence) { $0.append(7) }) }
        #expect(pending.popReady() == nil)
        #expect(pending.complete(0) { $0.append(8) })
        #expect(!pending.complete(0) { _ in })
        #expect(!pending.complete(77) { _ in })
        #expect(pending.popReady() == [0, 8])
        for number in 1..<5 as Range<UInt8> { #expect(pending.popReady() == [number, 7]) }
        #expect(pending.popReady() == [9])
        #expect(pending.isEmpty)
    }

    @Test func `a connection that always waits for something does not grow`() {
        var pending = PendingReplies()
        pending.appendDeferred(0, header: [])
        for sequence in 1...100_000 as ClosedRange<UInt64> {
            pending.appendDeferred(sequence, header: [1])
            #expect(pending.complete(sequence - 1) { _ in })
            #expect(pending.popReady() != nil)
        }
        #expect(pending.count == 1)
        #expect(pending.slotCount < 1000)
    }
}

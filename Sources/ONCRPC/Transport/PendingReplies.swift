/// Replies of one connection that wait for an earlier, deferred one, in the order of their calls.
struct PendingReplies {
    private struct Slot {
        let sequence: UInt64
        /// The RPC header, and the results once they are known.
        var reply: [UInt8]
        var isReady: Bool
    }

    private var slots: [Slot] = []
    private var head = 0

    var count: Int { slots.count - head }
    var isEmpty: Bool { count == 0 }

    /// Slots that take memory, those of replies taken included.
    var slotCount: Int { slots.count }

    /// A call that is answered later; `header` is the beginning of its reply.
    mutating func appendDeferred(_ sequence: UInt64, header: [UInt8]) {
        slots.append(Slot(sequence: sequence, reply: header, isReady: false))
    }

    /// A reply that is complete but must wait for its turn.
    mutating func appendReady(_ reply: [UInt8]) {
        slots.append(Slot(sequence: .max, reply: reply, isReady: true))
    }

    /// Completes the slot of `sequence` by `body`; false when there is no such slot.
    mutating func complete(_ sequence: UInt64, _ body: (inout [UInt8]) -> Void) -> Bool {
        for index in head..<slots.count where slots[index].sequence == sequence && !slots[index].isReady {
            body(&slots[index].reply)
            slots[index].isReady = true
            return true
        }
        return false
    }

    /// Takes the first reply when it is ready.
    mutating func popReady() -> [UInt8]? {
        guard head < slots.count, slots[head].isReady else { return nil }
        let reply = slots[head].reply
        slots[head].reply = []
        head += 1
        if head == slots.count {
            slots = []
            head = 0
        } else if head >= 64, head * 2 >= slots.count {
            slots.removeFirst(head)
            head = 0
        }
        return reply
    }
}

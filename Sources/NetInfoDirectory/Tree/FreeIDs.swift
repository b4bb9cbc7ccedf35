/// The unused object ids below the highest used one; the smallest comes first (`protocol.md` 2.1).
struct FreeIDs {
    private var heap: [UInt32] = []

    /// The smallest id, or nil.
    var smallest: UInt32? { heap.first }

    mutating func insert(_ id: UInt32) {
        heap.append(id)
        var place = heap.count - 1
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeSmallest() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}

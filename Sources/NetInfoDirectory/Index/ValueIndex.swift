/// For one directory and one key: which children have which value, each value's children in child order.
///
/// An open-addressing table of 64-bit slots: 32 bits of the value's hash and a reference, which is a child's id or,
/// for a value that several children have, the number of a list of ids. The values themselves are not kept: a
/// candidate is confirmed in the child's properties.
struct ValueIndex: Sendable {
    /// The property name that is indexed.
    let key: [UInt8]
    private(set) var slots: [UInt64]
    private var used = 0
    private(set) var lists: [[UInt32]] = []
    private var freeLists: [Int] = []

    /// Whether some child has, or had, two values that this index cannot tell apart: it may not be used any more.
    ///
    /// A slot's value is that of its first child. When this child also has another value with the same 32 bits of
    /// hash, both values lead to the slot. Among 65,000 values of one property that is likely.
    var isAmbiguous = false

    /// Whether two values of one child share the bits of the hash that a slot keeps.
    static func areAmbiguous(_ hashes: [UInt64]) -> Bool {
        let sorted = hashes.sorted()
        return zip(sorted, sorted.dropFirst()).contains { $0 != $1 && $0 >> 32 == $1 >> 32 }
    }

    private static let empty: UInt64 = .max
    private static let deleted: UInt64 = .max - 1
    private static let listFlag: UInt32 = 0x8000_0000

    init(key: [UInt8], capacity: Int) {
        self.key = key
        var size = 16
        while size < capacity * 3 / 2 { size *= 2 }
        slots = [UInt64](repeating: Self.empty, count: size)
    }

    /// The hash of a value, seeded per process.
    static func hash(_ value: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(bytes: value)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The children of a value: `confirms` tells whether a child really has it.
    func find(_ hash: UInt64, _ confirms: (UInt32) -> Bool) -> Matches {
        guard let slot = slot(hash, confirms) else { return .none }
        let reference = UInt32(truncatingIfNeeded: slots[slot])
        return reference & Self.listFlag == 0 ? .one(reference) : .many(lists[Int(reference & ~Self.listFlag)])
    }

    /// Children with one value.
    enum Matches {
        case none
        case one(UInt32)
        /// In child order.
        case many([UInt32])
    }

    private func slot(_ hash: UInt64, _ confirms: (UInt32) -> Bool) -> Int? {
        let tag = hash >> 32
        let mask = slots.count - 1
        var place = Int(hash >> 32) & mask
        while slots[place] != Self.empty {
            if slots[place] != Self.deleted, slots[place] >> 32 == tag, confirms(representative(place)) { return place }
            place = (place + 1) & mask
        }
        return nil
    }

    private func representative(_ place: Int) -> UInt32 {
        let reference = UInt32(truncatingIfNeeded: slots[place])
        return reference & Self.listFlag == 0 ? reference : lists[Int(reference & ~Self.listFlag)][0]
    }

    /// Notes that `child` has the value; `precedes` is the order of the children.
    mutating func insert(
        _ child: UInt32, _ hash: UInt64, _ confirms: (UInt32) -> Bool, precedes: (UInt32, UInt32) -> Bool
    ) {
        if let place = slot(hash, confirms) {
            add(child, at: place, precedes)
            return
        }
        if used * 4 >= slots.count * 3 { rehash() }
        let mask = slots.count - 1
        var place = Int(hash >> 32) & mask
        while slots[place] != Self.empty, slots[place] != Self.deleted { place = (place + 1) & mask }
        if slots[place] == Self.empty { used += 1 }
        slots[place] = Self.entry(hash, child)
    }

    private static func entry(_ hash: UInt64, _ reference: UInt32) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(reference)
    }

    private mutating func add(_ child: UInt32, at place: Int, _ precedes: (UInt32, UInt32) -> Bool) {
        let reference = UInt32(truncatingIfNeeded: slots[place])
        if reference & Self.listFlag != 0 {
            let number = Int(reference & ~Self.listFlag)
            let position = Self.position(of: child, in: lists[number], precedes)
            if position < lists[number].count, lists[number][position] == child { return }
            lists[number].insert(child, at: position)
        } else if reference != child {
            let pair = precedes(child, reference) ? [child, reference] : [reference, child]
            let number = freeLists.popLast() ?? lists.count
            if number == lists.count { lists.append(pair) } else { lists[number] = pair }
            slots[place] = Self.entry(slots[place], Self.listFlag | UInt32(number))
        }
    }

    private static func position(
        of child: UInt32, in list: [UInt32], _ precedes: (UInt32, UInt32) -> Bool
    ) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(list[middle], child) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets that `child` has the value. The child must still have it.
    mutating func remove(
        _ child: UInt32, _ hash: UInt64, _ confirms: (UInt32) -> Bool, precedes: (UInt32, UInt32) -> Bool
    ) {
        guard let place = slot(hash, confirms) else { return }
        let reference = UInt32(truncatingIfNeeded: slots[place])
        guard reference & Self.listFlag != 0 else {
            if reference == child { slots[place] = Self.deleted }
            return
        }
        let number = Int(reference & ~Self.listFlag)
        let position = Self.position(of: child, in: lists[number], precedes)
        guard position < lists[number].count, lists[number][position] == child else { return }
        lists[number].remove(at: position)
        if lists[number].count == 1 {
            slots[place] = Self.entry(slots[place], lists[number][0])
            lists[number] = []
            freeLists.append(number)
        }
    }

    /// Makes room, and drops the marks of deleted slots. A slot's place follows from the hash bits it keeps.
    private mutating func rehash() {
        let live = slots.lazy.filter { $0 < Self.deleted }.count
        let old = slots
        slots = [UInt64](repeating: Self.empty, count: live * 2 >= old.count ? old.count * 2 : old.count)
        used = live
        let mask = slots.count - 1
        for entry in old where entry < Self.deleted {
            var place = Int(entry >> 32) & mask
            while slots[place] != Self.empty { place = (place + 1) & mask }
            slots[place] = entry
        }
    }
}

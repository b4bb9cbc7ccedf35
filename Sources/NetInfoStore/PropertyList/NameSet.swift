/// The names met so far in one property list, cheap for the few that most directories have.
struct NameSet {
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]> = []
    private static let fewest = 16

    /// Adds a name; false when it was there already.
    mutating func insert(_ name: [UInt8]) -> Bool {
        guard many.isEmpty else { return many.insert(name).inserted }
        guard !few.contains(name) else { return false }
        few.append(name)
        if few.count > Self.fewest {
            many = Set(few)
            few = []
        }
        return true
    }
}

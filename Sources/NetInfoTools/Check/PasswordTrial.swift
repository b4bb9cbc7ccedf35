import Glibc

/// Tries on hashes what whoever gets hold of them tries first, for a bounded time.
///
/// That is the empty password and up to four names of the user on every hash that one trial does not take too long on,
/// and on DES hashes everything of one or two printable ASCII characters as well.
struct PasswordTrial {
    /// What came of it.
    enum Outcome {
        case opened, resisted
        /// There was not time enough, or one trial would take too long.
        case unfinished
    }

    /// A hash, and the names of its user.
    struct Subject {
        let hash: [CChar]
        let scheme: PasswordScheme
        let words: [[CChar]]
        let isAffordable: Bool
        fileprivate(set) var outcome = Outcome.unfinished

        private static let mostNames = 4

        init(hash: [UInt8], scheme: PasswordScheme, names: [[UInt8]]) {
            self.hash = Self.terminated(hash)
            self.scheme = scheme
            words = [[0]] + names.prefix(Self.mostNames).map(Self.terminated)
            isAffordable = scheme.isAffordable(hash)
        }

        private static func terminated(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
    }

    private(set) var subjects: [Subject]
    private let hasher = PasswordHasher()
    private let clock = ContinuousClock()
    private let progress: (_ done: Int, _ total: Int) -> Void
    private var done = 0

    /// `progress` is called with numbers of hashes.
    init(_ subjects: [Subject], progress: @escaping (_ done: Int, _ total: Int) -> Void) {
        self.subjects = subjects
        self.progress = progress
    }

    /// Tries, the cheapest first. The slow hashes get half of the time at first, and what others leave of it.
    mutating func run(for limit: Duration) {
        let (middle, end) = (clock.now + limit / 2, clock.now + limit)
        let able = subjects.indices.filter { subjects[$0].isAffordable }
        let quick = able.filter { subjects[$0].scheme.isQuick }
        let des = quick.filter { subjects[$0].scheme == .des }
        let left = tryWords(on: quick, until: end)
        let slowLeft = tryWords(on: able.filter { !subjects[$0].scheme.isQuick }, until: middle)
        if left.isEmpty {
            for length in 1...2 { trySearch(length, on: des, until: end) }
        }
        _ = tryWords(on: slowLeft, until: end)
    }

    private mutating func settle(_ index: Int, _ outcome: Outcome) {
        subjects[index].outcome = outcome
        done += 1
        progress(done, subjects.count)
    }

    /// Returns for which hashes there was no time.
    private mutating func tryWords(on indices: [Int], until end: ContinuousClock.Instant) -> [Int] {
        for (position, index) in indices.enumerated() {
            let subject = subjects[index]
            var isOpen = false
            for word in subject.words where !isOpen {
                guard clock.now < end else { return Array(indices[position...]) }
                isOpen = hasher.opens(subject.hash, with: word)
            }
            if isOpen {
                settle(index, .opened)
            } else if subject.scheme != .des {
                settle(index, .resisted)
            }
        }
        return []
    }

    private static let printable = CChar(0x20)...0x7E

    /// Tries every text of this length on the hashes that are not open yet.
    private mutating func trySearch(_ length: Int, on indices: [Int], until end: ContinuousClock.Instant) {
        for index in indices where subjects[index].outcome == .unfinished {
            guard let isOpen = search(subjects[index].hash, length, until: end) else { return }
            if isOpen { settle(index, .opened) } else if length == 2 { settle(index, .resisted) }
        }
    }

    /// Whether one of the texts of this length is the password; nil when time is over.
    private func search(_ hash: [CChar], _ length: Int, until end: ContinuousClock.Instant) -> Bool? {
        var phrase = [CChar](repeating: Self.printable.lowerBound, count: length) + [0]
        while true {
            guard clock.now < end else { return nil }
            if hasher.opens(hash, with: phrase) { return true }
            var position = 0
            while position < length, phrase[position] == Self.printable.upperBound {
                phrase[position] = Self.printable.lowerBound
                position += 1
            }
            guard position < length else { return false }
            phrase[position] += 1
        }
    }
}

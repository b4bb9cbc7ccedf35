/// Sorts what was found: each problem for itself, what is normal as one line with a number.
struct FindingSieve {
    private var problems: [StoreFinding] = []
    private var outdated = 0
    private var tooDeep = 0
    private var touched = 0
    private var aside: [String] = []
    private let place: (String) -> String

    init(place: @escaping (String) -> String) { self.place = place }

    var hasProblems: Bool { !problems.isEmpty }

    mutating func add(_ outcome: PlistComparison.Outcome, _ id: UInt32, _ file: String?) {
        switch outcome {
        case .same: break
        case .outdated: outdated += 1
        case .tooDeep: tooDeep += 1
        case .touched: touched += 1
        case .wrong(let kind, let text):
            problems.append(
                StoreFinding(kind: kind, file: place(file ?? "?"), id: id, text: text, remedy: Self.remedy(kind)))
        }
    }

    mutating func addStray(_ file: String) {
        problems.append(
            StoreFinding(
                kind: .stray, file: place(file), text: "it belongs to no directory", remedy: Self.remedy(.stray)))
    }

    mutating func addAside(_ files: [String]) { aside += files }

    /// Replaces each problem by what `body` makes of it.
    mutating func keep(_ body: (StoreFinding) -> StoreFinding?) { problems = problems.compactMap(body) }

    private static func remedy(_ kind: StoreFinding.Kind) -> String {
        switch kind {
        case .missing: "the next start of netinfod, SIGHUP, or --repair writes it again"
        case .edited:
            "the next start of netinfod, or SIGHUP, takes the edit in; --repair brings back what the index has and keeps "
                + "the edited file aside"
        case .stray:
            "the next start of netinfod, or SIGHUP, makes a directory of it; --repair moves it aside"
        default: "--repair puts it aside and writes it again from the index"
        }
    }

    var findings: [StoreFinding] {
        var all = problems
        note(
            .outdated, outdated, "older than the index, as after a crash", "the next start of netinfod writes them",
            &all)
        note(.touched, touched, "copied or touched, but with the right content", nil, &all)
        if tooDeep > 0 {
            all.append(
                StoreFinding(
                    kind: .tooDeep, file: place(""),
                    text: "directories too deep for a file, which only the index has: \(tooDeep)"))
        }
        for file in aside {
            all.append(
                StoreFinding(
                    kind: .aside, file: place(file), text: "it was put aside", remedy: "look at it, then remove it"))
        }
        return all
    }

    private func note(
        _ kind: StoreFinding.Kind, _ count: Int, _ text: String, _ remedy: String?, _ all: inout [StoreFinding]
    ) {
        guard count > 0 else { return }
        all.append(StoreFinding(kind: kind, file: place(""), text: "property lists \(text): \(count)", remedy: remedy))
    }
}

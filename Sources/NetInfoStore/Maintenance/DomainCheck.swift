import Glibc

/// Checks one domain of a store: its index, its property lists, and whether they agree. Changes nothing.
struct DomainCheck {
    /// Seconds after which what differs is looked at again while a server is at work.
    private static let secondLook: UInt32 = 2
    /// Findings of one kind that are told; more are counted.
    static let limit = 1000

    let store: String
    let tag: String
    let isServed: Bool
    private var folder: String { "\(store)/nodes/\(tag)" }

    init(store: String, tag: String, isServed: Bool) {
        self.store = store
        self.tag = tag
        self.isServed = isServed
    }

    func run(progress: (_ done: Int, _ total: Int) -> Void) throws(StoreError) -> DomainFindings {
        var findings = DomainFindings(tag: tag)
        switch try IndexInspection.read(folder: folder, isServed: isServed) {
        case .missing: UnindexedCheck(folder: folder, place: place).run(&findings)
        case .content(let content) where content.faults.isEmpty: try compare(content, &findings, progress)
        case .content(let content):
            findings.directories = content.rows.count
            findings.findings += content.faults.prefix(Self.limit).map(finding)
            UnindexedCheck(folder: folder, place: place).checkFiles(&findings)
        }
        return findings
    }

    private func place(_ file: String) -> String { "nodes/\(tag)/\(file)" }

    private func finding(_ fault: IndexFault) -> StoreFinding {
        StoreFinding(
            kind: fault.isNewer ? .newer : .index, file: place("sqlindex"), id: fault.id, text: fault.text,
            remedy: fault.isNewer
                ? "use that version"
                : "stop the server and use --repair, which rebuilds the index from the property lists")
    }

    // MARK: Index and property lists

    private func compare(
        _ content: IndexFile.Content, _ findings: inout DomainFindings, _ progress: (Int, Int) -> Void
    ) throws(StoreError) {
        findings.directories = content.rows.count
        findings.plists = content.plists.count
        var sieve = FindingSieve(place: place)
        var comparison = PlistComparison(folder: folder, content: content)
        let ids = Set(content.rows.keys).union(content.plists.keys).sorted()
        for (done, id) in ids.enumerated() {
            if done % 500 == 0 { progress(done, ids.count) }
            sieve.add(comparison.compare(id), id, comparison.file(of: id))
        }
        let walk = PlistWalk(folder: folder)
        for stray in strays(walk, &comparison, content) { sieve.addStray(stray) }
        sieve.addAside(walk.aside)
        if isServed, sieve.hasProblems {
            sleep(Self.secondLook)
            try lookAgain(&sieve)
        }
        findings.findings += sieve.findings
    }

    /// Files that no directory has. One whose directory is out of date may be the new file of that directory.
    private func strays(
        _ walk: PlistWalk, _ comparison: inout PlistComparison, _ content: IndexFile.Content
    ) -> [String] {
        var known: Set<String> = []
        for id in content.plists.keys {
            if let file = comparison.file(of: id) { known.insert(file) }
        }
        return walk.plists.filter { file in
            guard !known.contains(file) else { return false }
            guard let bytes = try? SystemFiles().read(folder + "/" + file, maximum: PlistRecordReader.maximumSize),
                let id = try? PlistRecordReader.decode(bytes).bookkeeping?.id, content.rows[id] != nil
            else { return true }
            return comparison.compare(id) != .outdated
        }
    }

    /// Compares once more what differed: a server may have been about to write it.
    private func lookAgain(_ sieve: inout FindingSieve) throws(StoreError) {
        guard case .content(let content) = try IndexInspection.read(folder: folder, isServed: isServed),
            content.faults.isEmpty
        else { return }
        var comparison = PlistComparison(folder: folder, content: content)
        let second = PlistWalk(folder: folder)
        let strays = Set(strays(second, &comparison, content))
        sieve.keep { finding in
            if finding.kind == .stray { return strays.contains { place($0) == finding.file } ? finding : nil }
            guard let id = finding.id, case .wrong(let kind, let text) = comparison.compare(id) else { return nil }
            var again = finding
            again.kind = kind
            again.text = text
            return again
        }
    }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// Reads a whole domain, level by level and in handfuls, so that it can be told how far it has come.
struct DomainReading {
    private static let handful = 1024

    private let source: any DirectorySource
    private let patience: Duration
    private let progress: ProgressLine

    /// - Parameters:
    ///   - source: what to read.
    ///   - patience: how long a server may take for a handful of directories.
    init(_ source: any DirectorySource, patience: Duration, progress: ProgressLine) {
        self.source = source
        self.patience = patience
        self.progress = progress
    }

    /// All directories, the root first, parents before children, children in order.
    ///
    /// A directory that goes away meanwhile is left out; one that shows up twice is taken once.
    func records() throws(NetInfoClientError) -> [DirectoryRecord] {
        var found: [UInt32: DirectoryRecord] = [:]
        var seen: Set<UInt32> = [0]
        var level: [(id: UInt32, parent: UInt32)] = [(0, 0)]
        while !level.isEmpty {
            var below: [(id: UInt32, parent: UInt32)] = []
            for start in stride(from: 0, to: level.count, by: Self.handful) {
                let part = level[start..<min(start + Self.handful, level.count)]
                for var record in try read(part) {
                    record.children.removeAll { !seen.insert($0).inserted }
                    below += record.children.map { ($0, record.id) }
                    found[record.id] = record
                }
                progress.update("reading", found.count, "directories")
            }
            level = below
        }
        return Self.ordered(found)
    }

    private func read(
        _ part: ArraySlice<(id: UInt32, parent: UInt32)>
    ) throws(NetInfoClientError) -> [DirectoryRecord] {
        if let domain = source as? NetInfoDomain { domain.connection.deadline = .after(patience) }
        let ids = part.map(\.id)
        let entries = try source.entries(of: ids)
        let lists = try source.childLists(of: ids)
        let parents = Dictionary(part.map { ($0.id, $0.parent) }) { first, _ in first }
        return entries.map { entry in
            let id = entry.id.object
            return DirectoryRecord(
                id: id, instance: entry.id.instance, parent: parents[id] ?? 0, children: lists[id] ?? [],
                properties: entry.properties)
        }
    }

    private static func ordered(_ found: [UInt32: DirectoryRecord]) -> [DirectoryRecord] {
        var records: [DirectoryRecord] = []
        var waiting: [UInt32] = [0]
        while let id = waiting.popLast() {
            guard var record = found[id] else { continue }
            record.children.removeAll { found[$0] == nil }
            waiting += record.children.reversed()
            records.append(record)
        }
        return records
    }
}

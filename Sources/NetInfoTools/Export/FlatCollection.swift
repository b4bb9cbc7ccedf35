import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// The flat files of a domain, and what of the domain is in none of them.
struct FlatCollection {
    struct File {
        var name: FormatName
        var text: [UInt8]
        var count: Int
    }

    private(set) var files: [File] = []
    private let records: [DirectoryRecord]
    private let byID: [UInt32: DirectoryRecord]
    private var remarks: [ExportRemark] = []
    /// The directories that a format looks at, and what the files that they are in say of their properties.
    private var carried: [UInt32: [[UInt8]: Set<[UInt8]>]] = [:]
    /// Why a directory's line would not read back.
    private var refused: [UInt32: [String]] = [:]
    /// The property for lack of which a directory is not in a file.
    private var missing: [UInt32: [String]] = [:]
    /// The directories whose children formats look at.
    private var containers: Set<UInt32> = [0]

    /// Takes all directories, of which the first is the root.
    init(_ records: [DirectoryRecord]) {
        self.records = records
        byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    }

    // MARK: Directories

    private func children(of record: DirectoryRecord) -> [DirectoryRecord] { record.children.compactMap { byID[$0] } }

    /// The directories on the way to one, without the root; nil when there is no such directory.
    private func find(_ path: [String]) -> [DirectoryRecord]? {
        var way: [DirectoryRecord] = []
        for name in path {
            let next = (way.last ?? records.first).flatMap { parent in
                children(of: parent).first {
                    $0.properties.values(of: "name")?.contains { $0.elementsEqual(name.utf8) } ?? false
                }
            }
            guard let next else { return nil }
            way.append(next)
        }
        return way
    }

    // MARK: Files

    /// Adds the file of a format, unless there is nothing for it.
    ///
    /// - Parameter progress: called with how many directories of how many have been looked at.
    mutating func compose(_ name: FormatName, progress: (Int, Int) -> Void) {
        guard let format = name.format() else { return composeNetgroups(name) }
        guard let way = find(format.directory), let last = way.last else { return }
        containers.formUnion(way.map(\.id).dropLast(format.isSingle ? 1 : 0))
        var file = File(name: name, text: [], count: 0)
        let candidates = format.isSingle ? [last] : children(of: last)
        for (done, record) in candidates.enumerated() {
            progress(done, candidates.count)
            switch format.text(of: record.properties) {
            case .text(let text):
                file.text += text
                file.count += 1
                carry(record, format.read(format.header + text).entries)
            case .skipped(let lack):
                carry(record, [])
                missing[record.id, default: []].append(lack.key)
            case .refused(let problem, _):
                carry(record, [])
                refused[record.id, default: []].append("not in \(name.rawValue): \(problem.text)")
            }
        }
        guard file.count > 0 else { return }
        file.text = format.header + file.text
        files.append(file)
    }

    private mutating func carry(_ record: DirectoryRecord, _ entries: [FormatEntry]) {
        var values = carried[record.id] ?? [:]
        for property in entries.flatMap(\.properties.properties) {
            values[property.name, default: []].formUnion(property.values)
        }
        carried[record.id] = values
    }

    private mutating func composeNetgroups(_ name: FormatName) {
        var sources: [String: [DirectoryRecord]] = [:]
        for source in NetgroupFormat.sources {
            guard let way = find([source]) else { continue }
            containers.formUnion(way.map(\.id))
            sources[source] = way.last.map(children) ?? []
        }
        let groups = NetgroupFormat.groups(in: sources.mapValues { $0.map(\.properties) })
        let (text, faults) = NetgroupFormat.text(of: groups)
        let bad = Set(faults.map(\.group))
        for record in sources.values.joined() { carryNetgroups(record, without: bad) }
        let good = groups.filter { !bad.contains($0.name) }
        if !good.isEmpty { files.append(File(name: name, text: text, count: good.count)) }
    }

    /// A group is in the file whole or not at all.
    private mutating func carryNetgroups(_ record: DirectoryRecord, without bad: Set<[UInt8]>) {
        guard let name = record.properties.firstValue(of: "name") else { return }
        let isBad = bad.contains(name)
        for key in ["netgroups", "triples"] {
            guard let values = record.properties.values(of: key) else { continue }
            let good = values.filter { value in
                key == "triples" ? !isBad && NetgroupMember(value: value) != nil : !bad.contains(value)
            }
            carried[record.id, default: [:]][Array(key.utf8), default: []].formUnion(good)
            if good.count < values.count {
                remarks.append(
                    ExportRemark(
                        .propertyLeftOut, record.id, property: Array(key.utf8),
                        "a value cannot stand in a line, or what is with it cannot"))
            }
        }
        guard record.properties.values(of: "netgroups") != nil || record.properties.values(of: "triples") != nil else {
            return
        }
        carried[record.id, default: [:]][Array("name".utf8), default: []].insert(name)
    }

    // MARK: What is in no file

    /// All remarks, once the files are composed.
    func finish() -> [ExportRemark] {
        var remarks = remarks
        for record in records {
            let refusals = refused[record.id] ?? []
            if containers.contains(record.id) {
                remarks += leftovers(of: record, carrying: [Array("name".utf8): Set(Self.names(of: record))])
            } else if let values = carried[record.id], !values.isEmpty {
                remarks += refusals.map { ExportRemark(.partlyLeftOut, record.id, $0) }
                remarks += leftovers(of: record, carrying: values)
            } else if refusals.isEmpty {
                remarks.append(ExportRemark(.directoryLeftOut, record.id, reason(for: record)))
            } else {
                remarks += refusals.map { ExportRemark(.directoryLeftOut, record.id, $0) }
            }
        }
        return remarks
    }

    private static func names(of record: DirectoryRecord) -> [[UInt8]] { record.properties.values(of: "name") ?? [] }

    private func reason(for record: DirectoryRecord) -> String {
        guard let lacks = missing[record.id] else { return "no place in a flat file" }
        var seen: Set<String> = []
        let unique = lacks.filter { seen.insert($0).inserted }
        guard let last = unique.last, unique.count > 1 else { return "no \(unique.joined())" }
        return "no \(unique.dropLast().joined(separator: ", ")) or \(last)"
    }

    private func leftovers(of record: DirectoryRecord, carrying values: [[UInt8]: Set<[UInt8]>]) -> [ExportRemark] {
        record.properties.properties.compactMap { property in
            let worth = property.values.filter { !$0.isEmpty }
            guard !worth.isEmpty else { return nil }
            guard let found = values[property.name] else {
                return ExportRemark(
                    .propertyLeftOut, record.id, property: property.name, "no place in a flat file")
            }
            guard !found.isSuperset(of: worth) else { return nil }
            return ExportRemark(
                .changed, record.id, property: property.name, "not all its values are in a file as they are")
        }
    }
}

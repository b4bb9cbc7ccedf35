import NetInfoDirectory
import NetInfoProtocol

/// The paths of directories, for whoever is told about them.
struct DirectoryNames {
    private var parents: [UInt32: UInt32] = [:]
    private var components: [UInt32: DirectoryPath.Component] = [:]

    init(_ records: [DirectoryRecord]) {
        for record in records {
            parents[record.id] = record.parent
            guard let name = record.properties.firstValue(of: "name"), !name.isEmpty else { continue }
            components[record.id] = .init(value: name)
        }
    }

    /// The id of a directory's parent.
    func parent(of id: UInt32) -> UInt32 { parents[id] ?? 0 }

    /// The last part of a directory's path; its id when it has no name.
    func name(of id: UInt32) -> [UInt8] { id == 0 ? [UInt8(ascii: "/")] : components[id]?.bytes ?? Self.number(id) }

    private static func number(_ id: UInt32) -> [UInt8] { Array("(directory \(id))".utf8) }

    /// A directory's path.
    func path(of id: UInt32) -> [UInt8] {
        var parts: [[UInt8]] = []
        var next = id
        var steps = 0
        while next != 0, steps <= parents.count {
            parts.append(name(of: next))
            next = parent(of: next)
            steps += 1
        }
        return parts.isEmpty ? [UInt8(ascii: "/")] : parts.reversed().flatMap { [UInt8(ascii: "/")] + $0 }
    }
}

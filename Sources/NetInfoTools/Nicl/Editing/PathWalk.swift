import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// Finds directories by path, from the current directory or the root, with `.` and `..` (`tools.md` 3.1).
struct PathWalk {
    let access: any DirectoryAccess

    private static let name = Array("name".utf8)
    private static let dot = UInt8(ascii: ".")

    /// The directory that a path leads to; `noDirectory` when there is none.
    func find(_ path: DirectoryPath, from start: UInt32) throws(NetInfoClientError) -> UInt32 {
        switch path.target {
        case .id(let id): return try access.currentID(of: id).object
        case .components(let components):
            let (depth, object) = try descend(components, from: path.isAbsolute ? 0 : start)
            guard depth == components.count else { throw NetInfoClientError(.noDirectory) }
            return try access.currentID(of: object).object
        }
    }

    /// How many of the components exist, and the directory the last of these is.
    func descend(
        _ components: [DirectoryPath.Component], from start: UInt32
    ) throws(NetInfoClientError) -> (depth: Int, object: UInt32) {
        var object = start
        for (depth, component) in components.enumerated() {
            guard let next = try step(component, from: object) else { return (depth, object) }
            object = next
        }
        return (components.count, object)
    }

    private func step(_ component: DirectoryPath.Component, from object: UInt32) throws(NetInfoClientError) -> UInt32? {
        if component.key == Self.name {
            if component.value == [Self.dot] { return object }
            if component.value == [Self.dot, Self.dot] { return try access.parent(of: object).value }
        }
        do throws(NetInfoClientError) {
            return try access.lookup(component.key, component.value, in: object).value.first
        } catch {
            guard error.status == .noDirectory else { throw error }
            // No match and no such directory are one status (`protocol.md` 3.1).
            _ = try access.currentID(of: object)
            return nil
        }
    }

    /// The path of a directory from the root down; a directory without a name shows as `dir: ID`.
    func path(of object: UInt32) throws(NetInfoClientError) -> [UInt8] {
        var components: [DirectoryPath.Component] = []
        var current = object
        var seen: Set<UInt32> = []
        while current != 0, seen.insert(current).inserted {
            let name = try access.read(current).value.firstValue(of: "name")
            components.append(.init(value: name ?? Array("dir: \(current)".utf8)))
            current = try access.parent(of: current).value
        }
        return DirectoryPath(components: components.reversed()).bytes
    }
}

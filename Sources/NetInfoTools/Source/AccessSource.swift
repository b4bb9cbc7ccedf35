import NetInfoClient
import NetInfoProtocol

/// Reads directories one by one, as it is right where none of them is far away.
struct AccessSource: DirectorySource {
    private let access: any DirectoryAccess

    init(_ access: any DirectoryAccess) { self.access = access }

    func children(of directory: UInt32) throws(NetInfoClientError) -> [UInt32] {
        try access.children(of: directory).value
    }

    func entry(of directory: UInt32) throws(NetInfoClientError) -> DirectoryEntry {
        let read = try access.read(directory)
        return DirectoryEntry(id: read.id, properties: read.value)
    }

    func parent(of directory: UInt32) throws(NetInfoClientError) -> UInt32 { try access.parent(of: directory).value }

    func lookup(_ key: [UInt8], _ value: [UInt8], in directory: UInt32) throws(NetInfoClientError) -> [UInt32] {
        try unlessMissing { () throws(NetInfoClientError) in
            try access.lookup(key, value, in: directory).value
        } ?? []
    }

    func entries(of directories: [UInt32]) throws(NetInfoClientError) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        for id in directories {
            let found = try unlessMissing { () throws(NetInfoClientError) in try entry(of: id) }
            if let found { entries.append(found) }
        }
        return entries
    }

    func childLists(of directories: [UInt32]) throws(NetInfoClientError) -> [UInt32: [UInt32]] {
        var lists: [UInt32: [UInt32]] = [:]
        for id in directories {
            lists[id] = try unlessMissing { () throws(NetInfoClientError) in try children(of: id) }
        }
        return lists
    }

    private func unlessMissing<Value>(
        _ body: () throws(NetInfoClientError) -> Value
    ) throws(NetInfoClientError) -> Value? {
        do throws(NetInfoClientError) { return try body() } catch {
            guard error.status == .noDirectory else { throw error }
            return nil
        }
    }
}

package import NetInfoClient
import NetInfoProtocol
import XDR

/// Reads the domain behind a connection. Reads of many directories are sent ahead of their replies.
package struct ConnectionSource: DirectorySource {
    /// Calls sent ahead of the reply that is waited for.
    private static let window = 256

    private let connection: NetInfoConnection

    package init(_ connection: NetInfoConnection) { self.connection = connection }

    package func children(of directory: UInt32) throws(NetInfoClientError) -> [UInt32] {
        try connection.children(of: directory).value
    }

    package func entry(of directory: UInt32) throws(NetInfoClientError) -> DirectoryEntry {
        let read = try connection.read(directory)
        return DirectoryEntry(id: read.id, properties: read.value)
    }

    package func parent(of directory: UInt32) throws(NetInfoClientError) -> UInt32 {
        try connection.parent(of: directory).value
    }

    package func lookup(
        _ key: [UInt8], _ value: [UInt8], in directory: UInt32
    ) throws(NetInfoClientError) -> [UInt32] {
        do throws(NetInfoClientError) {
            return try connection.lookup(key, value, in: directory).value
        } catch {
            guard error.status == .noDirectory else { throw error }
            return []
        }
    }

    package func entries(of directories: [UInt32]) throws(NetInfoClientError) -> [DirectoryEntry] {
        try readMany(.read, directories) { (reader) throws(XDRError) in
            let id = try DirectoryID(from: &reader)
            return DirectoryEntry(id: id, properties: try PropertyList(from: &reader))
        }.compactMap { $0 }
    }

    package func childLists(of directories: [UInt32]) throws(NetInfoClientError) -> [UInt32: [UInt32]] {
        let lists = try readMany(.children, directories) { (reader) throws(XDRError) in
            let count = try reader.readCount(maximum: NILimit.ids, elementSize: 4)
            var ids: [UInt32] = []
            for _ in 0..<count { ids.append(try reader.readUInt32()) }
            return ids
        }
        return Dictionary(zip(directories, lists).compactMap { id, list in list.map { (id, $0) } }) { first, _ in first
        }
    }

    /// Results of one reading procedure for many directories, in this order; nil where there is no such directory.
    private func readMany<Value>(
        _ procedure: NIProcedure, _ directories: [UInt32], _ results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(NetInfoClientError) -> [Value?] {
        var values: [Value?] = Array(repeating: nil, count: directories.count)
        var places: [UInt32: Int] = [:]
        var sent = 0
        for _ in directories.indices {
            // Sending many calls in a row lets both sides work on, rather than wait for each other at every call.
            let isLow = places.count <= Self.window / 2
            while isLow, sent < directories.count, places.count < Self.window {
                let xid = try connection.submit(procedure) {
                    DirectoryID(object: directories[sent], instance: 0).write(to: &$0)
                }
                places[xid] = sent
                sent += 1
            }
            let (xid, result) = try connection.collect(results)
            guard let place = places.removeValue(forKey: xid) else { throw NetInfoClientError(.failed) }
            switch result {
            case .success(let value): values[place] = value
            case .failure(let error) where error.status == .noDirectory: break
            case .failure(let error): throw error
            }
        }
        return values
    }
}

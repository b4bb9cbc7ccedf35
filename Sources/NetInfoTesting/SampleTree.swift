package import NetInfoDirectory
package import NetInfoProtocol

/// Directories to serve in tests.
package enum SampleTree {
    /// A tree whose root has these children, ids from 1 on, all instances 0.
    package static func flat(_ children: [PropertyList], root: PropertyList = []) throws -> DirectoryTree {
        let ids = children.indices.map { UInt32($0 + 1) }
        var records = [DirectoryRecord(id: 0, instance: 0, parent: 0, children: ids, properties: root)]
        for (id, properties) in zip(ids, children) {
            records.append(DirectoryRecord(id: id, instance: 0, parent: 0, children: [], properties: properties))
        }
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    /// A tree whose directory 1 takes about `megabytes` MiB to READ.
    package static func heavy(megabytes: Int) throws -> DirectoryTree {
        let value = [UInt8](repeating: UInt8(ascii: "v"), count: 65_532)
        let values = [[UInt8]](repeating: value, count: megabytes * 16)
        return try flat([[Property("name", "heavy"), Property(name: Array("bulk".utf8), values: values)]])
    }
}

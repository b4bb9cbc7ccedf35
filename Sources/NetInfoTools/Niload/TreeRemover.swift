import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// Removes directories with everything below them, leaves first.
struct TreeRemover {
    private let destination: LoadDestination

    init(_ destination: LoadDestination) { self.destination = destination }

    /// Removes children of a directory, whose id must be current. Returns how many directories went.
    @discardableResult
    func remove(_ children: [UInt32], from parent: DirectoryID) throws(NetInfoClientError) -> Int {
        var failure: NetInfoClientError?
        var parent = parent
        var count = 0
        for child in children {
            let records = try destination.source.subtree(of: child)
            var instances = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.instance) })
            // Parents come before children, so that the reverse is an order of removal.
            for record in records.reversed() where failure == nil {
                let id = DirectoryID(object: record.id, instance: instances[record.id] ?? 0)
                let isTop = record.id == child
                let above =
                    isTop
                    ? parent : DirectoryID(object: record.parent, instance: instances[record.parent] ?? 0)
                try destination.pipeline.destroy(id, in: above) { result in
                    if case .failure(let error) = result, failure == nil { failure = error }
                }
                if isTop { parent.instance &+= 1 } else { instances[record.parent, default: 0] &+= 1 }
                count += 1
            }
            // The next subtree is read over the same connection.
            try destination.pipeline.drain()
        }
        if let failure { throw failure }
        return count
    }
}

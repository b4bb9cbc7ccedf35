import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The directory whose children a file describes.
final class LoadTarget {
    let path: DirectoryPath
    let destination: LoadDestination
    /// The directory with the instance it has once everything sent is carried out; nil when it does not exist.
    private(set) var id: DirectoryID?

    init(path: DirectoryPath, in destination: LoadDestination) {
        self.path = path
        self.destination = destination
    }

    /// Reads the children. A directory that does not exist has none.
    func read() throws(NetInfoClientError) -> [DirectoryEntry] {
        id = nil
        do throws(NetInfoClientError) {
            let found = try destination.access.children(of: try destination.access.search(path).object)
            id = found.id
            return try destination.source.entries(of: found.value)
        } catch {
            guard error.status == .noDirectory else { throw error }
            return []
        }
    }

    /// Makes the directory if it does not exist, with those above it.
    func make() throws(NetInfoClientError) {
        guard id == nil else { return }
        _ = try DirectoryEditor(access: destination.access).create(path)
        id = try destination.access.search(path)
    }

    /// The id to use for the next write that changes the list of children.
    func next() -> DirectoryID? {
        defer { id?.instance &+= 1 }
        return id
    }

    /// The path of a child, for messages.
    func path(of name: [UInt8]) -> [UInt8] {
        (path.bytes.count > 1 ? path.bytes : []) + [UInt8(ascii: "/")] + name
    }
}

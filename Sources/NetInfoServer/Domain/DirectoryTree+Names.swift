import NetInfoDirectory
import NetInfoProtocol

/// Lookups by text, for the server's own questions.
extension DirectoryTree {
    mutating func lookup(_ directory: UInt32, _ key: String, _ value: String) throws(NIStatus) -> [UInt32] {
        try lookup(directory, Array(key.utf8), Array(value.utf8))
    }

    mutating func lookup(_ directory: UInt32, _ key: [UInt8], _ value: [UInt8]) throws(NIStatus) -> [UInt32] {
        let result: Result<[UInt32], NIStatus> = key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                do throws(NIStatus) {
                    return .success(try lookup(directory, key, value))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    /// The first child called `name`.
    mutating func child(of directory: UInt32, named name: String) throws(NIStatus) -> UInt32? {
        try lookup(directory, "name", name).first
    }
}

/// Why a dslocal folder could not be read.
package struct DslocalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(reason)" }
}

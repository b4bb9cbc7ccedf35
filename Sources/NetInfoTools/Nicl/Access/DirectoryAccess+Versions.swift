import NetInfoClient
import NetInfoProtocol

extension DirectoryAccess {
    /// The change counter's value at the last change of a directory (`protocol.md` 2.5).
    func version(of object: UInt32) throws(NetInfoClientError) -> UInt32 {
        try currentID(DirectoryID(object: 0xFFFF_FFFE, instance: object)).instance
    }

    /// The directory last changed at a value of the change counter; all ones is its highest value.
    func directory(ofVersion version: UInt32) throws(NetInfoClientError) -> DirectoryID {
        try currentID(DirectoryID(object: 0xFFFF_FFFF, instance: version))
    }
}

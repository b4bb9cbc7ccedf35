package import XDR

/// Which directory, and which state of it (`ni_id`, `protocol.md` 2.1).
package struct DirectoryID: Hashable, Sendable {
    /// The directory's number; the root is 0.
    package var object: UInt32
    /// Counts the changes of the directory, modulo 2^32.
    package var instance: UInt32

    package init(object: UInt32, instance: UInt32) {
        self.object = object
        self.instance = instance
    }

    /// Reads an id.
    package init(from reader: inout XDRReader) throws(XDRError) {
        object = try reader.readUInt32()
        instance = try reader.readUInt32()
    }

    /// Writes an id.
    package func write(to writer: inout XDRWriter) {
        writer.write(object)
        writer.write(instance)
    }
}

import NetInfoDirectory
import NetInfoProtocol
import XDR

/// The arguments of a writing procedure.
enum WriteRequest {
    case create(DirectoryID, PropertyList, where: UInt32)
    case destroy(parent: DirectoryID, child: DirectoryID)
    case write(DirectoryID, PropertyList)
    case createProperty(DirectoryID, Property, where: UInt32)
    case destroyProperty(DirectoryID, UInt32)
    case writeProperty(DirectoryID, UInt32, [[UInt8]])
    case renameProperty(DirectoryID, UInt32, [UInt8])
    case createName(DirectoryID, UInt32, [UInt8], where: UInt32)
    case destroyName(DirectoryID, UInt32, UInt32)
    case writeName(DirectoryID, UInt32, UInt32, [UInt8])

    /// Decodes the arguments (`protocol.md` 1.2, 1.4).
    init(_ procedure: NIProcedure, from reader: inout XDRReader) throws(XDRError) {
        let id = try DirectoryID(from: &reader)
        switch procedure {
        case .create: self = try Self.create(id, &reader)
        case .destroy: self = .destroy(parent: id, child: try DirectoryID(from: &reader))
        case .write: self = .write(id, try PropertyList(from: &reader))
        case .createprop:
            let property = try Property(from: &reader)
            self = .createProperty(id, property, where: try reader.readUInt32())
        case .destroyprop: self = .destroyProperty(id, try reader.readUInt32())
        case .writeprop:
            let index = try reader.readUInt32()
            self = .writeProperty(id, index, try reader.readNames())
        case .renameprop:
            let index = try reader.readUInt32()
            self = .renameProperty(id, index, try reader.readName())
        case .createname:
            let index = try reader.readUInt32()
            let name = try reader.readName()
            self = .createName(id, index, name, where: try reader.readUInt32())
        case .destroyname:
            let index = try reader.readUInt32()
            self = .destroyName(id, index, try reader.readUInt32())
        default:
            let index = try reader.readUInt32()
            let position = try reader.readUInt32()
            self = .writeName(id, index, position, try reader.readName())
        }
    }

    /// CREATE's optional target id is read and ignored, as Apple's servers do (`protocol.md` 3.4).
    private static func create(_ id: DirectoryID, _ reader: inout XDRReader) throws(XDRError) -> WriteRequest {
        let properties = try PropertyList(from: &reader)
        let place = try reader.readUInt32()
        if try reader.readBool() { _ = try DirectoryID(from: &reader) }
        return .create(id, properties, where: place)
    }

    /// Carries the request out and writes what follows the status.
    func perform(
        on tree: inout DirectoryTree, by writer: Writer, _ change: inout TreeChange,
        _ results: inout XDRWriter
    ) throws(NIStatus) {
        switch self {
        case .create(let id, let properties, let place):
            let made = try tree.create(below: id, properties, where: place, by: writer, &change)
            made.new.write(to: &results)
            made.parent.write(to: &results)
        case .destroy(let parent, let child):
            try tree.destroy(child, below: parent, by: writer, &change).write(to: &results)
        case .write(let id, let properties):
            try tree.write(id, properties, by: writer, &change).write(to: &results)
        case .createProperty(let id, let property, let place):
            try tree.createProperty(id, property, where: place, by: writer, &change).write(to: &results)
        case .destroyProperty(let id, let index):
            try tree.destroyProperty(id, at: index, by: writer, &change).write(to: &results)
        case .writeProperty(let id, let index, let values):
            try tree.writeProperty(id, at: index, values, by: writer, &change).write(to: &results)
        case .renameProperty(let id, let index, let name):
            try tree.renameProperty(id, at: index, to: name, by: writer, &change).write(to: &results)
        case .createName(let id, let index, let value, let place):
            try tree.createName(id, property: index, value, where: place, by: writer, &change).write(to: &results)
        case .destroyName(let id, let index, let position):
            try tree.destroyName(id, property: index, at: position, by: writer, &change).write(to: &results)
        case .writeName(let id, let index, let position, let value):
            try tree.writeName(id, property: index, at: position, value, by: writer, &change).write(to: &results)
        }
    }
}

import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting

/// One write, to be done to the real tree and to the model.
enum TreeOperation {
    case create(DirectoryID, [Property], UInt32)
    case destroy(DirectoryID, of: DirectoryID)
    case write(DirectoryID, [Property])
    case createProperty(DirectoryID, Property, UInt32)
    case destroyProperty(DirectoryID, UInt32)
    case writeProperty(DirectoryID, UInt32, [[UInt8]])
    case renameProperty(DirectoryID, UInt32, [UInt8])
    case createName(DirectoryID, UInt32, [UInt8], UInt32)
    case destroyName(DirectoryID, UInt32, UInt32)
    case writeName(DirectoryID, UInt32, UInt32, [UInt8])

    /// Does it to the tree.
    func perform(on tree: inout DirectoryTree, _ change: inout TreeChange) throws(NIStatus) -> [DirectoryID] {
        switch self {
        case .create(let parent, let properties, let place):
            let made = try tree.create(
                below: parent, PropertyList(properties), where: place, by: .superuser, &change)
            return [made.new, made.parent]
        case .destroy(let child, let parent):
            return [try tree.destroy(child, below: parent, by: .superuser, &change)]
        case .write(let id, let properties):
            return [try tree.write(id, PropertyList(properties), by: .superuser, &change)]
        case .createProperty(let id, let property, let place):
            return [try tree.createProperty(id, property, where: place, by: .superuser, &change)]
        case .destroyProperty(let id, let index):
            return [try tree.destroyProperty(id, at: index, by: .superuser, &change)]
        case .writeProperty(let id, let index, let values):
            return [try tree.writeProperty(id, at: index, values, by: .superuser, &change)]
        case .renameProperty(let id, let index, let name):
            return [try tree.renameProperty(id, at: index, to: name, by: .superuser, &change)]
        case .createName(let id, let index, let value, let place):
            return [try tree.createName(id, property: index, value, where: place, by: .superuser, &change)]
        case .destroyName(let id, let index, let place):
            return [try tree.destroyName(id, property: index, at: place, by: .superuser, &change)]
        case .writeName(let id, let index, let place, let value):
            return [try tree.writeName(id, property: index, at: place, value, by: .superuser, &change)]
        }
    }

    /// Does it to the model.
    func perform(on model: inout NaiveDomain) throws(NIStatus) -> [DirectoryID] {
        switch self {
        case .create(let parent, let properties, let place): try model.create(parent, properties, at: place)
        case .destroy(let child, let parent): try model.destroy(child, of: parent)
        case .write(let id, let properties): try model.change(id) { $0 = properties }
        case .createProperty(let id, let property, let place):
            try model.change(id) { $0.insert(property, at: min(Int(place), $0.count)) }
        case .destroyProperty(let id, let index):
            try model.change(id) { list throws(NIStatus) in list.remove(at: try Self.check(index, list)) }
        case .writeProperty(let id, let index, let values):
            try model.change(id) { list throws(NIStatus) in list[try Self.check(index, list)].values = values }
        case .renameProperty(let id, let index, let name):
            try model.change(id) { list throws(NIStatus) in list[try Self.check(index, list)].name = name }
        case .createName(let id, let index, let value, let place):
            try model.change(id) { list throws(NIStatus) in
                let index = try Self.check(index, list)
                list[index].values.insert(value, at: min(Int(place), list[index].values.count))
            }
        case .destroyName(let id, let index, let place):
            try model.change(id) { list throws(NIStatus) in
                let index = try Self.check(index, list)
                list[index].values.remove(at: try Self.check(place, value: list[index].values))
            }
        case .writeName(let id, let index, let place, let value):
            try model.change(id) { list throws(NIStatus) in
                let index = try Self.check(index, list)
                list[index].values[try Self.check(place, value: list[index].values)] = value
            }
        }
    }

    private static func check(_ index: UInt32, _ list: [Property]) throws(NIStatus) -> Int {
        guard index < list.count else { throw .noProperty }
        return Int(index)
    }

    private static func check(_ index: UInt32, value list: [[UInt8]]) throws(NIStatus) -> Int {
        guard index < list.count else { throw .noName }
        return Int(index)
    }
}

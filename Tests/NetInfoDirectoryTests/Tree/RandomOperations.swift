import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting

/// Makes writes that hit: few keys and values, so that many directories share them, and mostly right ids.
struct RandomOperations {
    static let keys = ["name", "a", "b", ""].map { Array($0.utf8) }
    static let values = (0..<12).map { Array("v\($0)".utf8) } + [[], [0xFF, 0x80]]

    var random: SeededGenerator

    mutating func next(_ model: NaiveDomain) -> TreeOperation {
        let id = id(model)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7: return .create(busyParent(model), properties(), place(40))
        case 7..<10: return destroy(model)
        case 10, 11: return .write(id, properties())
        case 12: return .createProperty(id, property(), place(4))
        case 13: return .destroyProperty(id, place(4))
        case 14: return .writeProperty(id, place(3), values())
        case 15: return .renameProperty(id, place(3), pick(Self.keys))
        case 16: return .createName(id, place(3), pick(Self.values), place(3))
        case 17: return .destroyName(id, place(3), place(3))
        default: return .writeName(id, place(2), place(2), pick(Self.values))
        }
    }

    private mutating func destroy(_ model: NaiveDomain) -> TreeOperation {
        let child = id(model)
        let parent = model.directories[child.object]?.parent ?? 0
        let chosen = Int.random(in: 0..<10, using: &random) == 0 ? id(model) : model.current(parent)
        return .destroy(child, of: chosen)
    }

    /// The root and its first children have most of the children, so that they are indexed.
    private mutating func busyParent(_ model: NaiveDomain) -> DirectoryID {
        if Int.random(in: 0..<4, using: &random) == 0 { return id(model) }
        let candidates = [0] + (model.directories[0]?.children.prefix(2) ?? [])
        return model.current(pick(candidates))
    }

    private mutating func id(_ model: NaiveDomain) -> DirectoryID {
        let object = Int.random(in: 0..<20, using: &random) == 0 ? 100_000 : pick(model.directories.keys.sorted())
        var id = model.current(object)
        if Int.random(in: 0..<12, using: &random) == 0 { id.instance &+= 1 }
        return id
    }

    private mutating func place(_ limit: UInt32) -> UInt32 {
        Int.random(in: 0..<8, using: &random) == 0 ? NILimit.indexNull : .random(in: 0..<limit, using: &random)
    }

    private mutating func properties() -> [Property] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in property() }
    }

    private mutating func property() -> Property { Property(name: pick(Self.keys), values: values()) }

    private mutating func values() -> [[UInt8]] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in pick(Self.values) }
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }
}

import NetInfoProtocol
import XDR

/// Puts the attributes and meta-attributes of a record back into the order of its properties (`nidb-format.md` 4).
struct PropertyOrder {
    /// Attributes, then meta-attributes with their underscore, as stored.
    private(set) var list: [Property] = []
    private var places: [UInt32?]?

    /// Key of the private meta-attribute that holds the order.
    private static let key = Array("ni_attribute_order".utf8)

    /// Whether there is an order list.
    var hasOrder: Bool { places != nil }

    /// Reads a property whose name has no underscore in front.
    mutating func readAttribute(from reader: inout XDRReader) throws(XDRError) {
        let name = try reader.readItem().text
        list.append(Property(name: name, values: try reader.readItems().map(\.text)))
    }

    /// Reads a property whose name lost its underscore, or the order list.
    mutating func readMetaAttribute(from reader: inout XDRReader) throws(XDRError) {
        let name = try reader.readItem().text
        let values = try reader.readItems()
        if name == Self.key {
            places = values.map(\.integer)
        } else {
            guard name.count < NILimit.name else { throw .tooLong }
            list.append(Property(name: [0x5F] + name, values: values.map(\.text)))
        }
    }

    /// The properties in their order; nil when the order list is no permutation of them.
    func ordered() -> [Property]? {
        guard let places else { return list }
        guard places.count == list.count else { return nil }
        var sources = [Int?](repeating: nil, count: list.count)
        for (source, place) in places.enumerated() {
            guard let place = place.map({ Int($0) }), place < list.count, sources[place] == nil else { return nil }
            sources[place] = source
        }
        return sources.compactMap { $0.map { list[$0] } }
    }
}

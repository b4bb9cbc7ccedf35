import NetInfoProtocol
import XDR

/// Properties whose values a caller must not see (`protocol.md` 9.3, S1).
///
/// The properties themselves stay where they are, because calls name them by their index; each shows one value, the
/// asterisks that Mac OS X shows in place of a password. What such a caller writes back is taken for what was there.
package struct WithheldProperties: Hashable, Sendable {
    /// What is shown instead of the values.
    package static let marker = Array("********".utf8)

    private let names: [[UInt8]]

    /// Withholds the properties of these names; nil when there are none.
    package init?(_ names: [[UInt8]]) {
        guard !names.isEmpty else { return nil }
        self.names = names
    }

    /// Whether values of a property are withheld.
    package func hides(_ name: UnsafeRawBufferPointer) -> Bool {
        names.contains { candidate in candidate.withUnsafeBytes { PropertyBytes.equal($0, name) } }
    }

    /// Whether values of a property are withheld.
    package func hides(_ name: [UInt8]) -> Bool { names.contains(name) }

    /// A property as the caller may see it.
    func shown(_ property: Property) -> Property {
        hides(property.name) ? Property(name: property.name, values: [Self.marker]) : property
    }

    /// What a caller means who writes a list that it read: properties that still show the marker keep their values.
    func restored(_ list: PropertyList, from present: PropertyList) -> PropertyList {
        var restored = list
        for name in names {
            var originals = present.properties.filter { $0.name == name }[...]
            for place in restored.properties.indices where restored.properties[place].name == name {
                guard let original = originals.popFirst(), restored.properties[place].values == [Self.marker] else {
                    continue
                }
                restored.properties[place].values = original.values
            }
        }
        return restored
    }
}

extension PropertyBytes {
    /// Copies the list with the values that are withheld replaced.
    func append(hiding withheld: WithheldProperties, to reply: inout XDRWriter) {
        var copied = 0
        var reader = XDRReader(bytes)
        guard let count = try? reader.readUInt32() else { return }
        for _ in 0..<count {
            guard let name = try? reader.readOpaque(maximum: NILimit.name) else { break }
            let values = reader.offset
            guard skipValues(&reader) else { break }
            guard withheld.hides(name) else { continue }
            reply.append(UnsafeRawBufferPointer(rebasing: bytes[copied..<values]))
            reply.write(names: [WithheldProperties.marker])
            copied = reader.offset
        }
        reply.append(UnsafeRawBufferPointer(rebasing: bytes[copied...]))
    }
}

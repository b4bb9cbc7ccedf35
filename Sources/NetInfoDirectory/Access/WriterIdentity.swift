/// Who asks for a change (`protocol.md` 4.2).
package enum WriterIdentity: Hashable, Sendable {
    /// May do everything.
    case superuser
    /// Nobody in particular: only `*` in a list of writers helps.
    case anonymous
    /// The user of this name.
    case user([UInt8])
}

/// Who asks for a change, and by which rules.
package struct Writer: Hashable, Sendable {
    package var identity: WriterIdentity
    /// Whether a directory with a property `_locked` is read-only for this writer (`protocol.md` 4.4).
    package var obeysLocks = false
    /// Whether the writer may take `_locked` away all the same.
    package var mayUnlock = false
    /// What the writer cannot have read, and so cannot mean to change by writing back what it saw.
    package var withheld: WithheldProperties?

    package init(_ identity: WriterIdentity) { self.identity = identity }

    /// May do everything.
    package static let superuser = Writer(.superuser)
    /// Nobody in particular.
    package static let anonymous = Writer(.anonymous)
}

/// The access lists of a directory (`protocol.md` 4.4).
enum AccessList {
    private static let writers = Array("_writers".utf8)

    private static let locked = Array("_locked".utf8)

    /// Whether the directory with these properties is read-only.
    static func isLocked(_ properties: PropertyBytes) -> Bool {
        locked.withUnsafeBytes { properties.values(of: $0) != nil }
    }

    /// Whether `name` is that of the property that makes a directory read-only.
    static func locks(_ name: [UInt8]) -> Bool { name == locked }

    /// Whether `_writers` of the directory with these properties admits the writer.
    static func admits(_ writer: WriterIdentity, to properties: PropertyBytes) -> Bool {
        isListed(writer, under: writers, in: properties)
    }

    /// Whether `_writers` or `_writers_<property>` admits the writer to the values of `property`.
    static func admits(_ writer: WriterIdentity, to properties: PropertyBytes, values property: [UInt8]) -> Bool {
        admits(writer, to: properties)
            || isListed(writer, under: writers + [UInt8(ascii: "_")] + property, in: properties)
    }

    private static func isListed(
        _ writer: WriterIdentity, under key: [UInt8], in properties: PropertyBytes
    ) -> Bool {
        if case .superuser = writer { return true }
        var listed = false
        key.withUnsafeBytes { key in
            properties.forEachValue(of: key) { value in
                listed = value.elementsEqual([UInt8(ascii: "*")]) || isName(writer, value)
                return !listed
            }
        }
        return listed
    }

    private static func isName(_ writer: WriterIdentity, _ value: UnsafeRawBufferPointer) -> Bool {
        guard case .user(let name) = writer else { return false }
        return value.elementsEqual(name)
    }
}

/// What an export could not carry over as it is.
package struct ExportRemark: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// A directory is not in what was written.
        case directoryLeftOut = "directory-left-out"
        /// A directory is in one of several files and not in another.
        case partlyLeftOut = "partly-left-out"
        /// A property, or some of its values, is not in what was written.
        case propertyLeftOut = "property-left-out"
        /// A property is there, but not as it was.
        case changed
        /// Everything is there, but whoever reads it may not find it.
        case note
    }

    package var kind: Kind
    /// The directory.
    package var id: UInt32
    /// The property; nil when the directory as a whole is meant.
    package var property: [UInt8]?
    /// One clause, without a full stop.
    package var reason: String

    package init(_ kind: Kind, _ id: UInt32, property: [UInt8]? = nil, _ reason: String) {
        self.kind = kind
        self.id = id
        self.property = property
        self.reason = reason
    }
}

package import NetInfoProtocol
package import ONCRPC

/// A list that a directory's server returned together with the directory's current id.
package struct WithID<Value: Sendable>: Sendable {
    package let value: Value
    /// The directory with its current instance.
    package let id: DirectoryID
}

/// One child in the answer to LIST (`ni_entry`, `protocol.md` 1.2).
package struct ListEntry: Hashable, Sendable {
    package let id: UInt32
    /// The values of the property asked for; nil when the child does not have it.
    package let values: [[UInt8]]?
}

/// What CREATE returned (`protocol.md` 3.4).
package struct CreatedDirectory: Hashable, Sendable {
    package let id: DirectoryID
    /// The parent with its new instance.
    package let parent: DirectoryID
}

/// A server of the parent domain, as RPARENT returns it (`ni_binding`).
package struct BoundParent: Hashable, Sendable {
    package let tag: [UInt8]
    package let address: ClientAddress
}

package import NetInfoProtocol
package import ONCRPC

/// A list that a directory's server returned together with the directory's current id.
package struct WithID<Value: Sendable>: Sendable {
    package let value: Value
    /// The directory with its current instance.
    package let id: DirectoryID

    package init(value: Value, id: DirectoryID) {
        self.value = value
        self.id = id
    }
}

/// One child in the answer to LIST (`ni_entry`, `protocol.md` 1.2).
package struct ListEntry: Hashable, Sendable {
    package let id: UInt32
    /// The values of the property asked for; nil when the child does not have it.
    package let values: [[UInt8]]?

    package init(id: UInt32, values: [[UInt8]]?) {
        self.id = id
        self.values = values
    }
}

/// What CREATE returned (`protocol.md` 3.4).
package struct CreatedDirectory: Hashable, Sendable {
    package let id: DirectoryID
    /// The parent with its new instance.
    package let parent: DirectoryID

    package init(id: DirectoryID, parent: DirectoryID) {
        self.id = id
        self.parent = parent
    }
}

/// A server of the parent domain, as RPARENT returns it (`ni_binding`).
package struct BoundParent: Hashable, Sendable {
    package let tag: [UInt8]
    package let address: ClientAddress
}

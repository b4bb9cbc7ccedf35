/// An entry of an LDAP directory.
package struct LDIFEntry: Hashable, Sendable {
    package struct Attribute: Hashable, Sendable {
        package var name: String
        package var value: [UInt8]

        package init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// The distinguished name in the form of RFC 4514.
    package var name: [UInt8]
    /// In the order in which they are written, `objectClass` among them.
    package var attributes: [Attribute]

    package init(name: [UInt8], attributes: [Attribute]) {
        self.name = name
        self.attributes = attributes
    }
}

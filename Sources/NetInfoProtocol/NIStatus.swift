/// The status word of a NetInfo reply (`protocol.md` 1.3).
///
/// A structure, not an enumeration: a peer may send a number this list does not have, and it must survive.
package struct NIStatus: RawRepresentable, Hashable, Sendable, Error {
    /// The number on the wire.
    package let rawValue: UInt32

    /// The status with this number, known or not.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let ok = NIStatus(rawValue: 0)
    package static let badID = NIStatus(rawValue: 1)
    package static let stale = NIStatus(rawValue: 2)
    package static let noSpace = NIStatus(rawValue: 3)
    package static let permissionDenied = NIStatus(rawValue: 4)
    package static let noDirectory = NIStatus(rawValue: 5)
    package static let noProperty = NIStatus(rawValue: 6)
    package static let noName = NIStatus(rawValue: 7)
    package static let notEmpty = NIStatus(rawValue: 8)
    package static let unrelated = NIStatus(rawValue: 9)
    package static let serial = NIStatus(rawValue: 10)
    package static let networkRoot = NIStatus(rawValue: 11)
    package static let noResponse = NIStatus(rawValue: 12)
    package static let readOnly = NIStatus(rawValue: 13)
    package static let systemError = NIStatus(rawValue: 14)
    package static let alive = NIStatus(rawValue: 15)
    package static let notMaster = NIStatus(rawValue: 16)
    package static let cannotFindAddress = NIStatus(rawValue: 17)
    package static let duplicateTag = NIStatus(rawValue: 18)
    package static let noTag = NIStatus(rawValue: 19)
    package static let authenticationError = NIStatus(rawValue: 20)
    package static let noUser = NIStatus(rawValue: 21)
    package static let masterBusy = NIStatus(rawValue: 22)
    package static let invalidDomain = NIStatus(rawValue: 23)
    package static let badOperation = NIStatus(rawValue: 24)
    /// No usable reply at all; made by clients, never sent by a server.
    package static let failed = NIStatus(rawValue: 9999)
}

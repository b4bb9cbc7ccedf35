/// Program and version numbers (`protocol.md` 1.1).
package enum NIProgram {
    /// `NI_PROG`, one domain.
    package static let directory: UInt32 = 200_100_000
    package static let directoryVersion: UInt32 = 2
    /// `NIBIND_PROG`, the registry of the domains of one host.
    package static let binder: UInt32 = 200_100_001
    package static let binderVersion: UInt32 = 1
}

/// The procedures of `NI_PROG` version 2 (`protocol.md` 1.4).
package enum NIProcedure: UInt32, CaseIterable, Sendable {
    case ping, statistics, root, `self`, parent, create, destroy, read, write, children, lookup, list
    case createprop, destroyprop, readprop, writeprop, renameprop, listprops
    case createname, destroyname, readname, writename
    case rparent, listall, bind, readall, crashed, resync, lookupread

    /// Whether the procedure changes the directory.
    package var isWrite: Bool {
        switch self {
        case .create, .destroy, .write, .createprop, .destroyprop, .writeprop, .renameprop, .createname, .destroyname,
            .writename:
            true
        default: false
        }
    }
}

/// The procedures of `NIBIND_PROG` version 1 (`protocol.md` 1.5).
package enum NIBinderProcedure: UInt32, CaseIterable, Sendable {
    case ping, register, unregister, getregister, listreg, createmaster, createclone, destroydomain, bind
}

/// Limits of the protocol (`protocol.md` 1.2).
package enum NILimit {
    /// Bytes of one name or value.
    package static let name = 65_535
    /// Values of one property.
    package static let values = 65_535
    /// Properties of one directory.
    package static let properties = 65_535
    /// Ids in one list.
    package static let ids = 1_048_576
    /// Registrations in one LISTREG reply.
    package static let registrations = 32
    /// "None", or "at the end" (`NI_INDEX_NULL`).
    package static let indexNull: UInt32 = 0xFFFF_FFFF
}

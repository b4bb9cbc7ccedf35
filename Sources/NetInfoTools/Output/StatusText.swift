package import NetInfoProtocol

extension NIStatus {
    /// The text of the status, which scripts compare (`tools.md` 4.1).
    package var text: String { Self.texts[rawValue] ?? "(unknown error)" }

    private static let texts: [UInt32: String] = [
        0: "Operation succeeded",
        1: "ID is invalid",
        2: "Write attempted on stale version of object",
        3: "No space available for write operation",
        4: "Permission denied",
        5: "No such directory",
        6: "No such property",
        7: "No such name",
        8: "Cannot delete name object with children",
        9: "Object is not child of parent: cannot destroy",
        10: "Serialization error",
        11: "Hit network root domain",
        12: "No response from remote parent",
        13: "No writes allowed: all objects are read-only",
        14: "Remote system error",
        15: "Can't regenerate: already in use",
        16: "Operation makes no sense on clone",
        17: "Can't find address of server",
        18: "Duplicate domain tag: can't serve it",
        19: "No such tag",
        20: "Authentication error",
        21: "No such user",
        22: "Master server is busy",
        23: "Invalid domain",
        24: "Invalid operation on master",
        9999: "Communication failure",
    ]

    /// The exit status of `niutil` and `nireport` after this status (`tools.md` 4.2).
    package var exitStatus: ExitStatus {
        if self == .ok { return .success }
        guard rawValue < 99 else { return .communicationFailure }
        return ExitStatus(rawValue: 100 + Int32(rawValue))
    }
}

/// How a tool ends (`tools.md` 4.2).
package struct ExitStatus: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let success = ExitStatus(rawValue: 0)
    /// Wrong arguments, or output that could not be written.
    package static let usage = ExitStatus(rawValue: 1)
    /// An index that is no number.
    package static let invalidIndex = ExitStatus(rawValue: 3)
    package static let communicationFailure = ExitStatus(rawValue: 199)
    /// A `-t` argument without a slash.
    package static let serverFormat = ExitStatus(rawValue: 217)
    /// A `-t` argument without a host.
    package static let serverWithoutHost = ExitStatus(rawValue: 218)
    /// A `-t` argument without a tag.
    package static let serverWithoutTag = ExitStatus(rawValue: 219)
    /// A `-t` argument whose host has no address.
    package static let unknownHost = ExitStatus(rawValue: 221)
}

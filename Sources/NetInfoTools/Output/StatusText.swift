package import NetInfoProtocol

extension NIStatus {
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
    /// Input that is not understood.
    package static let syntax = ExitStatus(rawValue: 2)
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

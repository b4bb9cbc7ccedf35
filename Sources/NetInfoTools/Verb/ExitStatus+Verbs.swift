/// How a verb of `netinfo` ends; wrong arguments end it with 64.
extension ExitStatus {
    /// It could not be done, or something was found to be wrong.
    package static let failure = ExitStatus(rawValue: 1)
}

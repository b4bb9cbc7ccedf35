/// Why bytes could not be read as XDR (RFC 4506).
package enum XDRError: Error, Equatable {
    /// The bytes end before the value does.
    case truncated
    /// A length or count is above its declared maximum, or above what the remaining bytes could hold.
    case tooLong
    /// A boolean is neither 0 nor 1 (RFC 4506 section 4.4), or a union has no such arm.
    case invalidDiscriminant
    /// A string contains a NUL byte, which no NetInfo string may (`protocol.md` 2.4).
    case embeddedNUL
}

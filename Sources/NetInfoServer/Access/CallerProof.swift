package import NetInfoDirectory

/// How a caller showed who it is.
package enum CallerProof: String, Sendable {
    /// Not at all: nobody in particular.
    case none
    /// A port that only root can have bound, on this host.
    case lowPort = "low-port"
    /// The kernel's word, on a socket of this host.
    case socket
    case password
    /// An account that has no password.
    case noPassword = "no-password"
    /// A password, and membership in /groups/admin (`promote_admins`).
    case administrator
}

/// Who writes, and how that is known.
package struct IdentifiedWriter: Sendable {
    package let writer: WriterIdentity
    package let proof: CallerProof
    /// The user's number, when it came with a password.
    package var uid: UInt32?
    /// The user's name, when it is known, whatever rights came with it.
    package var user: [UInt8]?

    package init(_ writer: WriterIdentity, _ proof: CallerProof, uid: UInt32? = nil, user: [UInt8]? = nil) {
        self.writer = writer
        self.proof = proof
        self.uid = uid
        self.user = user
    }
}

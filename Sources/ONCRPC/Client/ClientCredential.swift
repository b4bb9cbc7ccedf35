package import XDR

/// What a client tells about itself with a call (RFC 5531 sections 8.2 and 10.1).
package enum ClientCredential: Hashable, Sendable {
    /// AUTH_NONE: nobody in particular.
    case none
    /// AUTH_SYS. The machine name is bytes, since NetInfo sends a complemented password in its place.
    case system(machineName: [UInt8], uid: UInt32, gid: UInt32, groups: [UInt32])

    /// Bytes a machine name may have (RFC 5531 appendix A).
    package static let machineNameLimit = 255

    /// Writes the credential: flavour, then opaque body.
    package func write(to writer: inout XDRWriter) {
        switch self {
        case .none:
            writer.write(0 as UInt32)
            writer.write(opaque: [])
        case .system(let machineName, let uid, let gid, let groups):
            var body = XDRWriter(capacity: 64)
            body.write(0 as UInt32)
            body.write(opaque: Array(machineName.prefix(Self.machineNameLimit)))
            body.write(uid)
            body.write(gid)
            body.write(array: Array(groups.prefix(16)))
            writer.write(1 as UInt32)
            writer.write(opaque: body.bytes())
        }
    }
}

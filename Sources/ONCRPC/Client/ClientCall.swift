package import XDR

/// One remote procedure call with its arguments encoded, before it has a transaction id.
package struct ClientCall: Hashable, Sendable {
    package var program: UInt32
    package var version: UInt32
    package var procedure: UInt32
    package var credential: ClientCredential
    /// The arguments in XDR.
    package var arguments: [UInt8]

    /// A call whose arguments `encode` writes.
    package init(
        program: UInt32, version: UInt32, procedure: UInt32, credential: ClientCredential = .none,
        encode: (inout XDRWriter) -> Void = { _ in }
    ) {
        self.program = program
        self.version = version
        self.procedure = procedure
        self.credential = credential
        var writer = XDRWriter(capacity: 256)
        encode(&writer)
        arguments = writer.bytes()
    }

    /// Writes the call message (RFC 5531 section 9).
    package func write(xid: UInt32, to writer: inout XDRWriter) {
        writer.write(xid)
        writer.write(0 as UInt32)
        writer.write(2 as UInt32)
        writer.write(program)
        writer.write(version)
        writer.write(procedure)
        credential.write(to: &writer)
        ClientCredential.none.write(to: &writer)
        writer.append(arguments)
    }

    /// The call message as one datagram.
    package func datagram(xid: UInt32) -> [UInt8] {
        var writer = XDRWriter(capacity: arguments.count + 128)
        write(xid: xid, to: &writer)
        return writer.bytes()
    }

    /// The call message as one record of a stream: a single last fragment (RFC 5531 section 11).
    package func record(xid: UInt32) -> [UInt8] {
        var writer = XDRWriter(capacity: arguments.count + 128)
        writer.write(0 as UInt32)
        write(xid: xid, to: &writer)
        writer.patch(UInt32(truncatingIfNeeded: writer.count - 4) | 0x8000_0000, at: 0)
        return writer.bytes()
    }
}

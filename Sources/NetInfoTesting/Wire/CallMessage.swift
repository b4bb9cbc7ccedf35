package import NetInfoProtocol
package import XDR

/// A call message (RFC 5531 section 9) as a test wants it, right or wrong.
package struct CallMessage: Sendable {
    /// Credentials of any kind.
    package enum Credential: Sendable {
        case none
        /// AUTH_UNIX with this user and machine name, and no groups.
        case unix(uid: UInt32, machine: [UInt8])
        /// Any flavour and body.
        case raw(flavor: UInt32, body: [UInt8])

        /// AUTH_UNIX as NetInfo uses it: the complemented password stands where a machine's name would.
        package static func password(uid: UInt32, _ password: String) -> Credential {
            .unix(uid: uid, machine: password.utf8.map { ~$0 })
        }
    }

    package var xid: UInt32
    package var rpcVersion: UInt32 = 2
    package var program: UInt32
    package var version: UInt32
    package var procedure: UInt32
    package var credential = Credential.none
    package var arguments: [UInt8] = []

    package init(
        program: UInt32, version: UInt32, procedure: UInt32, xid: UInt32 = .random(in: 1...UInt32.max),
        arguments: [UInt8] = []
    ) {
        self.program = program
        self.version = version
        self.procedure = procedure
        self.xid = xid
        self.arguments = arguments
    }

    /// A call to a domain.
    package static func netInfo(
        _ procedure: NIProcedure, xid: UInt32 = .random(in: 1...UInt32.max), credential: Credential = .none,
        _ arguments: (inout XDRWriter) -> Void = { _ in }
    ) -> CallMessage {
        var writer = XDRWriter(capacity: 256)
        arguments(&writer)
        var call = CallMessage(
            program: NIProgram.directory, version: NIProgram.directoryVersion, procedure: procedure.rawValue, xid: xid,
            arguments: writer.bytes())
        call.credential = credential
        return call
    }

    /// A call to the binder.
    package static func binder(
        _ procedure: NIBinderProcedure, xid: UInt32 = .random(in: 1...UInt32.max),
        _ arguments: (inout XDRWriter) -> Void = { _ in }
    ) -> CallMessage {
        var writer = XDRWriter(capacity: 256)
        arguments(&writer)
        return CallMessage(
            program: NIProgram.binder, version: NIProgram.binderVersion, procedure: procedure.rawValue, xid: xid,
            arguments: writer.bytes())
    }

    /// A call about one directory.
    package static func about(
        _ procedure: NIProcedure, _ object: UInt32, xid: UInt32 = .random(in: 1...UInt32.max)
    ) -> CallMessage {
        netInfo(procedure, xid: xid) { writer in
            writer.write(object)
            writer.write(0 as UInt32)
        }
    }

    /// CREATE at the end of a directory.
    package static func create(
        below parent: DirectoryID, _ properties: PropertyList, xid: UInt32 = .random(in: 1...UInt32.max)
    ) -> CallMessage {
        netInfo(.create, xid: xid) { writer in
            parent.write(to: &writer)
            properties.write(to: &writer)
            writer.write(NILimit.indexNull)
            writer.write(false)
        }
    }

    /// The message.
    package var bytes: [UInt8] {
        var writer = XDRWriter(capacity: 128 + arguments.count)
        for word in [xid, 0, rpcVersion, program, version, procedure] { writer.write(word) }
        switch credential {
        case .none:
            writer.write(0 as UInt32)
            writer.write(0 as UInt32)
        case .unix(let uid, let machine):
            writer.write(1 as UInt32)
            writer.write(opaque: Self.unixBody(uid, machine))
        case .raw(let flavor, let body):
            writer.write(flavor)
            writer.write(opaque: body)
        }
        writer.write(0 as UInt32)
        writer.write(0 as UInt32)
        writer.append(arguments)
        return writer.bytes()
    }

    private static func unixBody(_ uid: UInt32, _ machine: [UInt8]) -> [UInt8] {
        var body = XDRWriter(capacity: 64)
        body.write(0 as UInt32)
        body.write(opaque: machine)
        for word in [uid, 0, 0] { body.write(word) }
        return body.bytes()
    }
}

import Logging
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
import ONCRPC
import XDR

/// A write that waits for the disk: whom to answer, and with what.
package struct PendingWrite: Sendable {
    let ticket: ReplyTicket
    let procedure: NIProcedure
    let peer: PeerAddress
    let started: UInt64
    /// The status and what follows it; filled in while the domain is locked.
    let results: [UInt8]
}

/// The writing procedures. Their reply is deferred until the change is durable.
extension DomainServer {
    func write(
        _ procedure: NIProcedure, _ call: RPCCall, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let request = try WriteRequest(procedure, from: &arguments)
        do throws(NIStatus) {
            let writer = try identify(call)
            try apply(request, writer, procedure, call)
            permitted += 1
            host.noteWrite(domain)
            return .deferred
        } catch {
            if error == .permissionDenied { denied += 1 }
            logger.debug(
                "refused a write", metadata: ["peer": "\(call.peer)", "status": "\(error.rawValue)"])
            reply.write(error.rawValue)
            return .success
        }
    }

    private func identify(_ call: RPCCall) throws(NIStatus) -> WriterIdentity {
        if WriterAuthentication.isLocalRoot(call.peer, host.interfaces) { return .superuser }
        guard call.credential.flavor == .unix else { return .anonymous }
        let uid = call.credential.uid
        let password = call.credential.machineName.map { ~$0 }
        do throws(NIStatus) {
            let identity = try domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in
                try WriterAuthentication.login(uid: uid, password, &tree)
            }
            acceptedLogins += 1
            return identity
        } catch {
            rejectedLogins += 1
            throw error
        }
    }

    private func apply(
        _ request: WriteRequest, _ writer: WriterIdentity, _ procedure: NIProcedure, _ call: RPCCall
    ) throws(NIStatus) {
        let (ticket, peer) = (call.ticket, call.peer)
        try domain.write { (tree: inout DirectoryTree, change: inout TreeChange) throws(NIStatus) in
            var results = XDRWriter(capacity: 32)
            results.write(NIStatus.ok.rawValue)
            try request.perform(on: &tree, by: writer, &change, &results)
            return PendingWrite(
                ticket: ticket, procedure: procedure, peer: peer, started: Self.now, results: results.bytes())
        }
    }
}

/// The arguments of a writing procedure.
enum WriteRequest {
    case create(DirectoryID, PropertyList, where: UInt32)
    case destroy(parent: DirectoryID, child: DirectoryID)
    case write(DirectoryID, PropertyList)
    case createProperty(DirectoryID, Property, where: UInt32)
    case destroyProperty(DirectoryID, UInt32)
    case writeProperty(DirectoryID, UInt32, [[UInt8]])
    case renameProperty(DirectoryID, UInt32, [UInt8])
    case createName(DirectoryID, UInt32, [UInt8], where: UInt32)
    case destroyName(DirectoryID, UInt32, UInt32)
    case writeName(DirectoryID, UInt32, UInt32, [UInt8])

    /// Decodes the arguments (`protocol.md` 1.2, 1.4).
    init(_ procedure: NIProcedure, from reader: inout XDRReader) throws(XDRError) {
        let id = try DirectoryID(from: &reader)
        switch procedure {
        case .create: self = try Self.create(id, &reader)
        case .destroy: self = .destroy(parent: id, child: try DirectoryID(from: &reader))
        case .write: self = .write(id, try PropertyList(from: &reader))
        case .createprop:
            let property = try Property(from: &reader)
            self = .createProperty(id, property, where: try reader.readUInt32())
        case .destroyprop: self = .destroyProperty(id, try reader.readUInt32())
        case .writeprop:
            let index = try reader.readUInt32()
            self = .writeProperty(id, index, try reader.readNames())
        case .renameprop:
            let index = try reader.readUInt32()
            self = .renameProperty(id, index, try reader.readName())
        case .createname:
            let index = try reader.readUInt32()
            let name = try reader.readName()
            self = .createName(id, index, name, where: try reader.readUInt32())
        case .destroyname:
            let index = try reader.readUInt32()
            self = .destroyName(id, index, try reader.readUInt32())
        default:
            let index = try reader.readUInt32()
            let position = try reader.readUInt32()
            self = .writeName(id, index, position, try reader.readName())
        }
    }

    /// CREATE's optional target id is read and ignored, as Apple's servers do (`protocol.md` 3.4).
    private static func create(_ id: DirectoryID, _ reader: inout XDRReader) throws(XDRError) -> WriteRequest {
        let properties = try PropertyList(from: &reader)
        let place = try reader.readUInt32()
        if try reader.readBool() { _ = try DirectoryID(from: &reader) }
        return .create(id, properties, where: place)
    }

    /// Carries the request out and writes what follows the status.
    func perform(
        on tree: inout DirectoryTree, by writer: WriterIdentity, _ change: inout TreeChange,
        _ results: inout XDRWriter
    ) throws(NIStatus) {
        switch self {
        case .create(let id, let properties, let place):
            let made = try tree.create(below: id, properties, where: place, by: writer, &change)
            made.new.write(to: &results)
            made.parent.write(to: &results)
        case .destroy(let parent, let child):
            try tree.destroy(child, below: parent, by: writer, &change).write(to: &results)
        case .write(let id, let properties):
            try tree.write(id, properties, by: writer, &change).write(to: &results)
        case .createProperty(let id, let property, let place):
            try tree.createProperty(id, property, where: place, by: writer, &change).write(to: &results)
        case .destroyProperty(let id, let index):
            try tree.destroyProperty(id, at: index, by: writer, &change).write(to: &results)
        case .writeProperty(let id, let index, let values):
            try tree.writeProperty(id, at: index, values, by: writer, &change).write(to: &results)
        case .renameProperty(let id, let index, let name):
            try tree.renameProperty(id, at: index, to: name, by: writer, &change).write(to: &results)
        case .createName(let id, let index, let value, let place):
            try tree.createName(id, property: index, value, where: place, by: writer, &change).write(to: &results)
        case .destroyName(let id, let index, let position):
            try tree.destroyName(id, property: index, at: position, by: writer, &change).write(to: &results)
        case .writeName(let id, let index, let position, let value):
            try tree.writeName(id, property: index, at: position, value, by: writer, &change).write(to: &results)
        }
    }
}

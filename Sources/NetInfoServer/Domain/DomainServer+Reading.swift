import CLinux
import NetInfoDirectory
import NetInfoProtocol
import NetInfoStore
package import ONCRPC
import XDR

/// The reading procedures: decode, look, reply. No identity, no permission (`protocol.md` 3.2).
extension DomainServer {
    func read(
        _ procedure: NIProcedure, _ peer: PeerAddress, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let start = reply.count
        let withheld = withheld(from: peer)
        reply.write(NIStatus.ok.rawValue)
        let status = try answer(procedure, withheld, &arguments, &reply)
        guard status == .ok else {
            reply.truncate(to: start)
            reply.write(status.rawValue)
            return .success
        }
        if withheld != nil { hintAtWithheld(peer, reply, from: start) }
        return .success
    }

    /// A login that fails because its program was shown asterisks is a riddle without a word in the log.
    private func hintAtWithheld(_ peer: PeerAddress, _ reply: borrowing XDRWriter, from start: Int) {
        let fact = "showed ******** in place of a password"
        guard host.refusals.mayHint(peer, fact) else { return }
        let isShown = reply.withUnsafeBytes { bytes in
            WithheldProperties.marker.withUnsafeBytes { marker in
                let found = memmem(
                    bytes.baseAddress.map { $0 + start }, bytes.count - start, marker.baseAddress, marker.count)
                return found != nil
            }
        }
        guard isShown else { return }
        host.refusals.hint(
            peer, fact,
            remedy: "logins work for programs that call from a port below 1024 of a trusted network; give an emulator "
                + "behind this host's address one of its own by a bridge, or set withhold to none", domain: domain.tag)
    }

    private func answer(
        _ procedure: NIProcedure, _ withheld: WithheldProperties?, _ arguments: inout XDRReader,
        _ reply: inout XDRWriter
    ) throws(XDRError) -> NIStatus {
        if procedure == .root {
            return look(&reply) { tree, reply throws(NIStatus) in try tree.current(0).write(to: &reply) }
        }
        let id = try DirectoryID(from: &arguments)
        switch procedure {
        case .lookup, .lookupread:
            let key = try arguments.readNameSlice()
            let value = try arguments.readNameSlice()
            return procedure == .lookup
                ? look(&reply) { tree, reply throws(NIStatus) in
                    try tree.lookup(id.object, key, value, withheld, &reply)
                }
                : look(&reply) { tree, reply throws(NIStatus) in
                    try tree.lookupRead(id.object, key, value, withheld, &reply)
                }
        case .list:
            let key = try arguments.readNameSlice()
            return look(&reply) { tree, reply throws(NIStatus) in try tree.list(id.object, key, withheld, &reply) }
        case .readprop:
            let index = try arguments.readUInt32()
            return look(&reply) { tree, reply throws(NIStatus) in
                try tree.readProperty(id.object, at: index, withheld, &reply)
            }
        case .readname:
            let index = try arguments.readUInt32()
            let position = try arguments.readUInt32()
            return look(&reply) { tree, reply throws(NIStatus) in
                try tree.readName(id.object, property: index, at: position, withheld, &reply)
            }
        default:
            return answer(procedure, id, withheld, &reply)
        }
    }

    private func answer(
        _ procedure: NIProcedure, _ id: DirectoryID, _ withheld: WithheldProperties?, _ reply: inout XDRWriter
    ) -> NIStatus {
        look(&reply) { tree, reply throws(NIStatus) in
            switch procedure {
            case .read: try tree.read(id.object, withheld, &reply)
            case .children: try tree.children(id.object, &reply)
            case .parent: try tree.parent(id.object, &reply)
            case .listall: try tree.listAll(id.object, withheld, &reply)
            case .listprops: try tree.listProperties(id.object, &reply)
            default: try tree.selfID(id).write(to: &reply)
            }
        }
    }

    private func look(
        _ reply: inout XDRWriter, _ body: (inout DirectoryTree, inout XDRWriter) throws(NIStatus) -> Void
    ) -> NIStatus {
        do throws(NIStatus) {
            try domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) in try body(&tree, &reply) }
            return .ok
        } catch {
            return error
        }
    }

    /// READALL (`protocol.md` 5.7): everything, unless the caller's checksum shows that it has everything.
    func readAll(
        _ call: RPCCall, _ arguments: inout XDRReader, _ reply: inout XDRWriter
    ) throws(XDRError) -> RPCOutcome {
        let checksum = try arguments.readUInt32()
        guard host.policy.readAll == .everyone || isClone(call.peer) || host.isLocalRoot(call.peer) else {
            host.refusals.note(
                call.peer, "a request for the whole domain",
                remedy:
                    "if the caller is a clone, list it in /machines with its ip_address and serves ./\(domain.tag), and "
                    + "let it call from a port below 1024; or set readall to everyone", domain: domain.tag)
            auditRefusal(.directory(.readall), of: call.peer, .status(.permissionDenied))
            reply.write(NIStatus.permissionDenied.rawValue)
            return .success
        }
        let withheld = withheld(from: call.peer)
        reply.write(NIStatus.ok.rawValue)
        _ = look(&reply) { tree, reply throws(NIStatus) in
            if tree.checksum == checksum {
                for _ in 0..<3 { reply.write(0 as UInt32) }
            } else {
                tree.readAll(withheld, &reply)
            }
        }
        return .success
    }

    /// BIND (`protocol.md` 3.9): whether this domain is the parent of `tag` on the host `address`.
    func bind(_ arguments: inout XDRReader) throws(XDRError) -> RPCOutcome {
        let tag = try arguments.readName()
        let address = try arguments.readUInt32()
        return serves(tag, at: HostAddress(ipv4: address)) ? .success : .systemError
    }

    /// Whether a machine at `address` serves a child of this domain under `tag`.
    package func serves(_ tag: [UInt8], at address: HostAddress) -> Bool {
        let served = try? domain.withTree { (tree: inout DirectoryTree) throws(NIStatus) -> Bool in
            guard let machines = try tree.child(of: 0, named: "machines"),
                let machine = try tree.lookup(machines, "ip_address", "\(address)").first
            else { return false }
            let values = try tree.properties(of: machine).values(of: "serves") ?? []
            return values.compactMap(ServedDomain.init).contains { $0.tag == tag && $0.relation == .child }
        }
        return served ?? false
    }

    /// Whether a caller's RPARENT may send us looking for the parent (S11).
    func maySearch(_ peer: PeerAddress) -> Bool {
        host.policy.maintenanceCalls == .everyone || trusts(peer)
    }

    /// RESYNC: a master has nothing to fetch (`protocol.md` 5.8).
    func resync(_ call: RPCCall, _ reply: inout XDRWriter) -> RPCOutcome {
        let isAllowed =
            host.policy.maintenanceCalls == .everyone || isClone(call.peer) || host.isLocalRoot(call.peer)
        if !isAllowed { auditRefusal(.directory(.resync), of: call.peer, .status(.permissionDenied)) }
        reply.write(isAllowed ? NIStatus.ok.rawValue : NIStatus.permissionDenied.rawValue)
        return .success
    }
}

import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Synchronization
import XDR

/// A writer that a thread of its own runs.
final class RunningWriter: Sendable {
    private let state: Mutex<CrashWriter>

    init(_ writer: CrashWriter) { state = Mutex(writer) }

    func run(port: UInt16) { state.withLock { $0.run(port: port) } }

    /// What has become of it, once it has ended.
    var writer: CrashWriter { state.withLock { $0 } }
}

/// Writes below a directory of its own as fast as a server answers, and keeps book of what was acknowledged.
struct CrashWriter: Sendable {
    private struct Entry {
        var parent: UInt32
        var number: Int
        var instance: UInt32
        var children = 0
    }

    private let home: UInt32
    private var homeInstance: UInt32
    private var known: [UInt32: Entry] = [:]
    /// What directories may be after writes without an answer: a number, or nil for none.
    private var unsure: [UInt32: Int?] = [:]
    private var unsureCreation: Int?
    private var numbers: NetInfoTesting.SeededGenerator
    private var next: Int
    /// What a server answered that it should not have.
    private(set) var complaint: String?
    private(set) var acknowledged = 0

    /// A writer below the directory `home` of a tree, whose numbers begin with `first`.
    init(below home: UInt32, in tree: DirectoryTree, first: Int, seed: UInt64) {
        self.home = home
        numbers = NetInfoTesting.SeededGenerator(seed: seed)
        next = first
        homeInstance = (try? tree.current(home))?.instance ?? 0
        for child in tree.children(of: home) {
            adopt(child, tree)
            for below in tree.children(of: child) { adopt(below, tree) }
        }
    }

    private mutating func adopt(_ id: UInt32, _ tree: DirectoryTree) {
        guard let directory = try? tree.current(id), let number = Self.number(of: id, tree) else { return }
        known[id] = Entry(
            parent: tree.parent(of: id) ?? 0, number: number, instance: directory.instance,
            children: tree.children(of: id).count)
    }

    private static func number(of id: UInt32, _ tree: DirectoryTree) -> Int? {
        guard let text = try? tree.properties(of: id).firstValue(of: "number") else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }

    private static func properties(_ number: Int) -> PropertyList {
        [
            Property("name", "n\(number % 5 == 0 ? number : number % 40)"), Property("number", "\(number)"),
            Property("_writers", "*"),
        ]
    }

    // MARK: Checking

    /// What of the acknowledged writes a tree does not have, or has beyond them; nil when all is well.
    func difference(from tree: DirectoryTree) -> String? {
        for (id, entry) in known {
            let isThere = tree.parent(of: id) == entry.parent
            let number = isThere ? Self.number(of: id, tree) : nil
            if number == entry.number { continue }
            if let maybe = unsure[id], maybe == number { continue }
            return "directory \(id) has \(number.map { "\($0)" } ?? "gone") instead of \(entry.number)"
        }
        for child in tree.children(of: home) {
            for id in [child] + tree.children(of: child) where known[id]?.parent != tree.parent(of: id) {
                let number = Self.number(of: id, tree)
                if number == nil || number != unsureCreation { return "directory \(id) came from nowhere" }
            }
        }
        return nil
    }

    // MARK: Writing

    /// Writes until the server is gone.
    mutating func run(port: UInt16) {
        do throws(RPCClientError) {
            let deadline = ClientDeadline.after(.seconds(20))
            let client = try RPCStreamClient(
                connectingTo: ClientEndpoint(address: .loopback, port: port), reserved: false, deadline: deadline)
            while complaint == nil { try step(client, deadline) }
        } catch {}
    }

    private mutating func step(_ client: RPCStreamClient, _ deadline: ClientDeadline) throws(RPCClientError) {
        let leaves = known.filter { $0.value.children == 0 }.keys
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0..<3 where known.count < 120: try create(client, deadline)
        case 2...3 where leaves.count > 15:
            if let leaf = leaves.randomElement(using: &numbers) { try destroy(leaf, client, deadline) }
        default: try writeMany(client, deadline)
        }
    }

    private func call(_ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void) -> ClientCall {
        ClientCall(
            program: NIProgram.directory, version: NIProgram.directoryVersion, procedure: procedure.rawValue,
            credential: .none, encode: encode)
    }

    private func instance(of id: UInt32) -> UInt32 { id == home ? homeInstance : known[id]?.instance ?? 0 }

    private mutating func note(_ id: DirectoryID) {
        if id.object == home { homeInstance = id.instance } else { known[id.object]?.instance = id.instance }
    }

    /// The ids of a reply, or a complaint.
    private mutating func ids(_ reply: ClientReply, _ count: Int) -> [DirectoryID]? {
        let (status, ids) =
            (try? reply.results { (reader: inout XDRReader) throws(XDRError) -> (UInt32, [DirectoryID]) in
                let status = try reader.readUInt32()
                var ids: [DirectoryID] = []
                while status == 0, ids.count < count { ids.append(try DirectoryID(from: &reader)) }
                return (status, ids)
            }) ?? (UInt32.max, [])
        guard status == 0 else {
            complaint = status == .max ? "a write got no proper reply" : "a write was answered with \(status)"
            return nil
        }
        acknowledged += 1
        return ids
    }

    private mutating func create(_ client: RPCStreamClient, _ deadline: ClientDeadline) throws(RPCClientError) {
        let parents = known.filter { $0.value.parent == home }.keys
        let isDeep = Bool.random(using: &numbers)
        let parent = isDeep ? parents.randomElement(using: &numbers) ?? home : home
        let (number, place) = (next, UInt32.random(in: 0...9, using: &numbers))
        next += 1
        unsureCreation = number
        let message = call(.create) {
            DirectoryID(object: parent, instance: instance(of: parent)).write(to: &$0)
            Self.properties(number).write(to: &$0)
            $0.write(place)
            $0.write(false)
        }
        guard let ids = ids(try client.call(message, deadline: deadline), 2) else { return }
        unsureCreation = nil
        known[ids[0].object] = Entry(parent: parent, number: number, instance: ids[0].instance)
        known[parent]?.children += 1
        note(ids[1])
    }

    private mutating func destroy(
        _ id: UInt32, _ client: RPCStreamClient, _ deadline: ClientDeadline
    ) throws(RPCClientError) {
        guard let entry = known[id] else { return }
        unsure.updateValue(nil, forKey: id)
        let message = call(.destroy) {
            DirectoryID(object: entry.parent, instance: instance(of: entry.parent)).write(to: &$0)
            DirectoryID(object: id, instance: entry.instance).write(to: &$0)
        }
        guard let ids = ids(try client.call(message, deadline: deadline), 1) else { return }
        known[id] = nil
        unsure[id] = nil
        known[entry.parent]?.children -= 1
        note(ids[0])
    }

    /// Sends several writes at once and takes the replies afterwards.
    private mutating func writeMany(_ client: RPCStreamClient, _ deadline: ClientDeadline) throws(RPCClientError) {
        var sent: [UInt32: (id: UInt32, number: Int)] = [:]
        for id in known.keys.shuffled(using: &numbers).prefix(Int.random(in: 1...8, using: &numbers)) {
            let number = next
            next += 1
            unsure.updateValue(number, forKey: id)
            let message = call(.write) {
                DirectoryID(object: id, instance: instance(of: id)).write(to: &$0)
                Self.properties(number).write(to: &$0)
            }
            sent[try client.send(message, deadline: deadline)] = (id, number)
        }
        while !sent.isEmpty {
            let reply = try client.receive(deadline: deadline)
            guard let write = sent.removeValue(forKey: reply.xid), let ids = ids(reply, 1) else { return }
            known[write.id]?.number = write.number
            unsure[write.id] = nil
            note(ids[0])
        }
    }
}

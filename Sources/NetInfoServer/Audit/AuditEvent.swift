import Glibc
import NetInfoDirectory
package import NetInfoProtocol
import ONCRPC

/// Something that is kept account of: who asked for what, and what came of it.
///
/// Cheap to make, because the event loop makes one for every write; property lists are compared where it is written.
package struct AuditEvent: Sendable {
    /// What was asked for.
    package enum Action: Hashable, Sendable {
        case directory(NIProcedure)
        case binder(NIBinderProcedure)
        /// Nothing yet: a connection was closed.
        case connection
        /// An edited property list.
        case edit
    }

    /// What it was asked for.
    enum Subject: Sendable {
        case none
        case edit(DirectoryEdit, parentPath: [UInt8])
        /// What did not happen: the properties it was about, by name.
        case attempt(path: [UInt8], id: DirectoryID, properties: [[UInt8]])
        case domain([UInt8])
    }

    enum Outcome: Hashable, Sendable {
        case status(NIStatus)
        case text(String)
    }

    /// Milliseconds since 1970.
    var time = Self.now
    var caller: AuditCaller
    var action: Action
    var subject = Subject.none
    var outcome = Outcome.status(.ok)
    /// How many more of these there were that have no line of their own.
    var repeated = 0
    /// Whether those were about different things.
    var areVarious = false

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Bytes that the event keeps in memory, about.
    var cost: Int {
        guard case .edit(let edit, _) = subject else { return 512 }
        return 512 + (edit.before?.count ?? 0) + (edit.after?.count ?? 0)
    }
}

/// Who asked, and how that is known.
package struct AuditCaller: Sendable {
    enum Identity: Sendable {
        case superuser, anonymous
        case user
        /// Whom the caller said it was, without proof.
        case claimed
        case editor
        /// Several callers.
        case various
    }

    /// Nil for what was not sent at all.
    var peer: PeerAddress?
    var identity: Identity
    var user: [UInt8]?
    /// The user's number that came with the call.
    var uid: UInt32?
    var proof = CallerProof.none

    init(_ peer: PeerAddress?, _ identity: Identity) {
        self.peer = peer
        self.identity = identity
    }

    init(_ peer: PeerAddress, _ writer: IdentifiedWriter) {
        self.peer = peer
        proof = writer.proof
        uid = writer.uid
        user = writer.user
        switch writer.writer {
        case .superuser: identity = .superuser
        case .anonymous: identity = .anonymous
        case .user(let name):
            identity = .user
            user = name
        }
    }

    /// Somebody who showed nothing but a number.
    init(_ peer: PeerAddress, claiming login: Login?) {
        self.init(peer, login == nil ? .anonymous : .claimed)
        uid = login?.uid
    }
}

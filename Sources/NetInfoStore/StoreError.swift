import GRDB
package import NetInfoProtocol

/// What went wrong in a store: where, what, and what to do.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// What a client whose write failed for this reason is told.
    package let status: NIStatus
    /// Whether a database is damaged, as opposed to out of reach.
    let isDamage: Bool

    package init(_ description: String, status: NIStatus = .systemError) {
        self.init(description, status: status, isDamage: false)
    }

    private init(_ description: String, status: NIStatus = .systemError, isDamage: Bool) {
        self.description = description
        self.status = status
        self.isDamage = isDamage
    }

    /// An error of the database at `path` while doing `what`.
    init(_ error: any Error, _ what: String, at path: String) {
        guard let error = error as? DatabaseError else {
            self.init("cannot \(what) \(path): \(error)")
            return
        }
        let text = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init("cannot \(what) \(path): the disk is full; make room and try again", status: .noSpace)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                "cannot \(what) \(path): it is damaged (\(text)); run 'netinfo check --repair' on the store, which "
                    + "rebuilds the index from the property lists and keeps the damaged one aside", isDamage: true)
        default:
            self.init("cannot \(what) \(path): \(text)")
        }
    }
}

/// Something that a check of a store found: where, what, and what to do.
package struct StoreFinding: Hashable, Sendable {
    /// What kind of thing it is, and with that, how it is mended.
    package enum Kind: String, Sendable {
        /// The index is damaged, or its rows are no tree.
        case index
        /// The index is of a later version, and not to be touched.
        case newer
        /// There is no index; the next start makes one of the property lists.
        case noIndex = "no-index"
        /// A property list is not where it should be.
        case missing
        /// A property list cannot be read.
        case unreadable
        /// A property list says something else than the index, and was written since.
        case edited
        /// A property list says something else than the index, though it seems not to have been touched.
        case differs
        /// A property list that belongs to no directory.
        case stray
        /// Property lists that are older than the index, as after a crash.
        case outdated
        /// Property lists that say the right thing but were touched, as by a copy of the store.
        case touched
        /// Directories that the index alone has.
        case tooDeep = "too-deep"
        /// What an earlier repair or reading put aside.
        case aside
        /// What an interrupted import, creation or removal left.
        case leftover

        /// Whether it keeps a store from being in order.
        package var isProblem: Bool {
            switch self {
            case .index, .newer, .missing, .unreadable, .edited, .differs, .stray: true
            case .noIndex, .outdated, .touched, .tooDeep, .aside, .leftover: false
            }
        }
    }

    package var kind: Kind
    /// Relative to the store.
    package var file: String
    /// The directory it is about, when it is about one.
    package var id: UInt32?
    /// What is wrong.
    package var text: String
    /// What to do; nil when there is nothing to be done.
    package var remedy: String?
}

/// What a check found in one domain.
package struct DomainFindings: Hashable, Sendable {
    package var tag: String
    /// Directories in the index.
    package var directories = 0
    /// Property lists that were compared with it.
    package var plists = 0
    package var findings: [StoreFinding] = []

    /// Whether nothing is wrong.
    package var isSound: Bool { !findings.contains { $0.kind.isProblem } }
}

/// What a check found in a store.
package struct StoreReport: Hashable, Sendable {
    package var store: String
    /// The server that keeps the store at work meanwhile.
    package var holder: StoreHolder?
    package var domains: [DomainFindings] = []
    /// What is not of one domain.
    package var leftovers: [StoreFinding] = []

    /// Whether nothing is wrong.
    package var isSound: Bool { domains.allSatisfy(\.isSound) }
}

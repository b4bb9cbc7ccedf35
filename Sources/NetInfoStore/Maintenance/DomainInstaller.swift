import Glibc
package import NetInfoDirectory

/// Adds a domain to a store, whether a server holds the store or not.
///
/// The domain is written in full beside the others and then gets its name at once: nobody ever sees half of it, and
/// when anything fails the store is as it was.
package struct DomainInstaller {
    /// Who keeps the store from changing while a domain is added.
    package enum Custody: Sendable {
        /// This process, until the value goes away.
        case own(StoreLock)
        /// Another one, which has to be told of the new domain.
        case held(StoreHolder)
    }

    private let store: String

    /// Adds to the store at `store`, which need not exist.
    package init(store: String) { self.store = store }

    /// Throws when `tag` cannot be the tag of a new domain of the store. Writes nothing.
    package func requireFree(_ tag: String) throws(StoreError) {
        guard DomainTag.isValid(Array(tag.utf8)) else {
            throw StoreError(
                "'\(tag)' cannot be the tag of a domain: a tag has 1 to \(DomainTag.longest) bytes, no '/', no control "
                    + "characters, and does not begin with '.'; choose one with --tag")
        }
        var status = stat()
        guard lstat(path(of: tag), &status) != 0 else {
            throw StoreError("the store \(store) already has a domain '\(tag)'; choose another tag with --tag")
        }
    }

    /// Takes the store, making its folders where they are missing, or says which server holds it.
    package func custody() throws(StoreError) -> Custody {
        try Store.makeFolder(store)
        if let holder = try StoreLock.holder(of: store) {
            guard holder.isServer else {
                throw StoreError(
                    "the store \(store) is in use by \(holder), which is no server that takes in domains; stop it or "
                        + "wait for its end")
            }
            return .held(holder)
        }
        let lock = try StoreLock(folder: store)
        try Store.makeFolder(store + "/nodes")
        let owner = StoreOwner(of: store)
        owner?.take(store + "/lock")
        owner?.take(store + "/nodes")
        return .own(lock)
    }

    /// Writes `tree` as the domain `tag`. The store must be in custody.
    ///
    /// Returns how many directories are too deep for a property list of their own. `progress` is called with
    /// directories written.
    package func install(
        _ tree: DirectoryTree, as tag: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(StoreError) -> Int {
        let fresh = "\(store)/nodes/.import-\(tag)"
        let guardian = try claim(fresh)
        defer { close(guardian) }
        do throws(StoreError) {
            let tooDeep = try DomainBuilder(folder: fresh + "/domain", tag: tag).build(tree, progress: progress)
            StoreOwner(of: store)?.takeAll(in: fresh)
            try requireFree(tag)
            try move(fresh + "/domain", to: tag)
            rmdir(fresh)
            return tooDeep
        } catch {
            try? Store.removeFolder(fresh)
            throw error
        }
    }

    /// Makes the folder of work and locks it, so that two imports of one tag do not meet in it.
    private func claim(_ folder: String) throws(StoreError) -> Int32 {
        try Store.makeFolder(folder)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw StoreError("cannot open the folder \(folder): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError("another import into this domain is under way in \(folder); wait for its end")
        }
        return descriptor
    }

    private func move(_ folder: String, to tag: String) throws(StoreError) {
        guard rename(folder, path(of: tag)) == 0 else {
            throw StoreError("cannot make the domain \(tag): \(String(cString: strerror(errno)))")
        }
        SystemFiles().synchronize(store + "/nodes")
    }

    private func path(of tag: String) -> String { "\(store)/nodes/\(tag)" }
}

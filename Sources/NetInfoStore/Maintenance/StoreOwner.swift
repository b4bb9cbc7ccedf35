import Glibc

/// The user and group that a store belongs to. What root adds to the store of another user must be that user's too, or
/// a server that runs as this user could not read it.
package struct StoreOwner {
    private let user: uid_t
    private let group: gid_t

    /// The owner of the folder `store`; nil when there is nothing to hand over.
    package init?(of store: String) {
        var status = stat()
        guard geteuid() == 0, stat(store, &status) == 0, status.st_uid != 0 else { return nil }
        user = status.st_uid
        group = status.st_gid
    }

    /// Hands over one file or folder.
    func take(_ path: String) { lchown(path, user, group) }

    /// Hands over a folder and everything in it.
    package func takeAll(in folder: String) {
        var waiting = [folder]
        while let next = waiting.popLast() {
            take(next)
            for entry in FolderListing.entries(of: next) {
                if entry.kind == .folder {
                    waiting.append(next + "/" + entry.name)
                } else {
                    take(next + "/" + entry.name)
                }
            }
        }
    }
}

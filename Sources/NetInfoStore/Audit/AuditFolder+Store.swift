extension AuditFolder {
    /// The folders of all domains and of the binder, or of one domain.
    ///
    /// Throws when there is no such store or domain, or when they cannot be read.
    package static func all(store: String, tag: String? = nil) throws(StoreError) -> [AuditFolder] {
        let tags = try StoreCheck(store: store, tag: tag).tags()
        return tags.map { AuditFolder(of: $0, store: store) } + (tag == nil ? [AuditFolder(of: nil, store: store)] : [])
    }
}

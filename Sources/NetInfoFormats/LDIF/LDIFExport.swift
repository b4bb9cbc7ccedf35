package import NetInfoDirectory
import NetInfoProtocol

/// A domain as LDAP entries after RFC 2307.
package struct LDIFExport {
    /// One file of entries.
    package struct File: Hashable, Sendable {
        package var name: String
        package var comments: [String]
        package var entries: [LDIFEntry]

        /// The file's content.
        package var text: [UInt8] { LDIFWriter.text(of: entries, comments: comments) }
    }

    private static let mappings: [any LDAPMapping] = [
        AccountMapping(), GroupMapping(), HostMapping(), NetworkMapping(), NumberMapping.protocols, ServiceMapping(),
        NumberMapping.rpcs, MountMapping(),
    ]

    private let suffix: LDAPSuffix
    private let records: [UInt32: DirectoryRecord]
    private let root: DirectoryRecord?
    /// The directories that the export has dealt with.
    private var done: Set<UInt32> = []
    private var remarks: [ExportRemark] = []
    private var progress: (Int) -> Void = { _ in }

    /// - Parameters:
    ///   - records: all directories, of which the first is the root.
    ///   - suffix: the name that all entries end with.
    package init(_ records: [DirectoryRecord], suffix: LDAPSuffix) {
        self.suffix = suffix
        self.records = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        root = records.first
    }

    /// The suffix that the domain itself speaks for: its DNS domain in `/locations/resolver`; nil when there is none.
    package static func suffix(of records: [DirectoryRecord]) -> LDAPSuffix? {
        let export = LDIFExport(records, suffix: .example)
        let resolver = export.category("locations").flatMap { locations in
            export.children(of: locations).first { $0.isNamed("resolver") }
        }
        return resolver?.properties.firstValue(of: "domain").flatMap(LDAPSuffix.init(domain:))
    }

    /// Makes the entries. What could not be is in the remarks.
    ///
    /// - Parameter progress: called with the number of directories dealt with so far.
    package mutating func run(
        progress: @escaping (Int) -> Void = { _ in }
    ) -> (files: [File], remarks: [ExportRemark]) {
        self.progress = progress
        var main = File(name: "netinfo.ldif", comments: Self.mainComments, entries: [suffix.entry])
        for mapping in Self.mappings { main.entries += entries(of: mapping) }
        main.entries += netgroups()
        let aliases = File(
            name: "aliases.ldif", comments: Self.aliasComments, entries: entries(of: MailAliasMapping()))
        remarkOnRest()
        return ([main, aliases].filter { !$0.entries.isEmpty }, remarks)
    }

    private static let mainComments = ["For servers with the schemas core, cosine and nis."]
    private static let aliasComments = [
        "To be loaded after netinfo.ldif, into servers that have the schema misc as well."
    ]

    // MARK: Directories

    private func children(of record: DirectoryRecord) -> [DirectoryRecord] {
        record.children.compactMap { records[$0] }
    }

    /// The first child of the root that has this name.
    private func category(_ name: String) -> DirectoryRecord? {
        root.flatMap { children(of: $0).first { $0.isNamed(name) } }
    }

    private mutating func entries(of mapping: any LDAPMapping) -> [LDIFEntry] {
        guard let category = category(mapping.directory) else { return [] }
        let container = mapping.container.entry(below: suffix.name)
        var entries = [container]
        var names: Set<[[UInt8]]> = []
        finish(category)
        for record in children(of: category) {
            done.insert(record.id)
            var draft = EntryDraft(record)
            do throws(Omission) {
                try mapping.compose(&draft)
                entries.append(draft.entry(named: try name(of: draft, below: container.name, &names)))
                draft.finish()
                remarks += draft.remarks
            } catch { remarks.append(ExportRemark(.directoryLeftOut, record.id, error.reason)) }
            leaveOut(below: record)
            progress(done.count)
        }
        return entries
    }

    /// A name that no sibling has.
    private func name(
        of draft: EntryDraft, below container: [UInt8], _ names: inout Set<[[UInt8]]>
    ) throws(Omission) -> [UInt8] {
        guard DistinguishedName.isStorable(draft.naming + (draft.distinction.map { [$0] } ?? [])) else {
            throw Omission("the name is too long for an LDAP server")
        }
        for assertions in [draft.naming, draft.naming + (draft.distinction.map { [$0] } ?? [])]
        where names.insert(DistinguishedName.identity(assertions)).inserted {
            return DistinguishedName.text(assertions, below: container)
        }
        throw Omission("another entry has its name, or one that differs in case or blanks only")
    }

    /// Deals with the directory of a container, which has nothing but its name in LDAP.
    private mutating func finish(_ category: DirectoryRecord) {
        done.insert(category.id)
        var draft = EntryDraft(category)
        _ = draft.values("name")
        draft.finish()
        remarks += draft.remarks
    }

    private mutating func netgroups() -> [LDIFEntry] {
        var sources: [String: [DirectoryRecord]] = [:]
        for name in NetgroupFormat.sources {
            guard let category = category(name) else { continue }
            sources[name] = children(of: category)
            guard done.insert(category.id).inserted else { continue }
            finish(category)
            for record in children(of: category) {
                finishMember(record)
                leaveOut(below: record)
            }
        }
        let (entries, remarks) = NetgroupMapping(sources).entries(below: suffix.name)
        self.remarks += remarks
        return entries
    }

    /// Deals with a directory that says what is in netgroups, and is no entry otherwise.
    private mutating func finishMember(_ record: DirectoryRecord) {
        done.insert(record.id)
        var draft = EntryDraft(record)
        guard !draft.values("name").isEmpty else {
            remarks.append(ExportRemark(.directoryLeftOut, record.id, "no name"))
            return
        }
        _ = draft.values("netgroups")
        if draft.values("triples").contains(where: { NetgroupMember(value: $0) == nil }) {
            draft.leaveOut("triples", "a value has not three parts")
        }
        draft.finish()
        remarks += draft.remarks
    }

    // MARK: What is left

    private mutating func leaveOut(below record: DirectoryRecord) {
        leaveOut(record.children, "below a directory that is one entry")
    }

    /// Leaves out directories and everything below them.
    private mutating func leaveOut(_ ids: [UInt32], _ reason: String) {
        var waiting = Array(ids.reversed())
        while let id = waiting.popLast() {
            guard let record = records[id], done.insert(id).inserted else { continue }
            remarks.append(ExportRemark(.directoryLeftOut, id, reason))
            waiting += record.children.reversed()
        }
    }

    private mutating func remarkOnRest() {
        guard let root else { return }
        var draft = EntryDraft(root)
        draft.finish()
        remarks += draft.remarks
        let known = Set(
            (Self.mappings.map(\.directory) + ["aliases"] + NetgroupFormat.sources).map { Array($0.utf8) })
        for record in children(of: root) where !done.contains(record.id) {
            let isKnown = record.properties.firstValue(of: "name").map(known.contains) ?? false
            leaveOut([record.id], isKnown ? "another of its name comes first" : "no class in RFC 2307")
        }
    }
}

extension DirectoryRecord {
    /// Whether the text is one of the directory's names.
    fileprivate func isNamed(_ name: String) -> Bool {
        properties.values(of: "name")?.contains { $0.elementsEqual(name.utf8) } ?? false
    }
}

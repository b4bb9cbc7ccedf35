import NetInfoProtocol

/// `/mounts`: `nisObject` in a direct map of the automounter, mount point and location (`schema.md` 1.4).
struct MountMapping: LDAPMapping {
    private static let map = "auto.direct"

    var directory: String { "mounts" }
    var container: LDAPContainer {
        LDAPContainer(objectClass: "nisMap", attribute: .nisMapName, value: Self.map)
    }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("nisObject")
        let names = draft.values("name")
        guard let name = names.first, !name.isEmpty else { throw Omission("no name") }
        if names.count > 1 { draft.leaveOut("name", "only the first value counts") }
        guard let folder = draft.value("dir") else { throw Omission("no dir") }
        let options = draft.values("opts").flatMap { $0.split(separator: Byte.comma).map(Array.init) }
        let isNet = options.contains { $0.isText("net") }
        let point = isNet ? Self.point(of: name, below: folder) : folder
        if let fault = LDAPSyntax.directoryString.fault(in: point) { throw Omission("the dir \(fault)") }
        let entry = Self.entry(type: Self.type(&draft), options.filter { !$0.isText("net") }, name)
        if let fault = LDAPSyntax.mapEntry.fault(in: entry) { throw Omission("the entry in the map \(fault)") }
        draft.name(.cn, point)
        draft.supply(.cn, point)
        draft.supply(.nisMapName, Array(Self.map.utf8))
        draft.supply(.nisMapEntry, entry)
        if isNet { draft.change("dir", "with the option net, it stands for \(String(decoding: point, as: UTF8.self))") }
        for key in ["freq", "dump_freq", "passno"] { draft.ignore(key) { !$0.isEmpty && !$0.isText("0") } }
    }

    /// Where a station mounts what it finds with `net`: below a folder for all servers, under the server's name.
    private static func point(of name: [UInt8], below folder: [UInt8]) -> [UInt8] {
        guard let colon = name.firstIndex(of: Byte.colon) else { return folder }
        let path = name[(colon + 1)...]
        return folder + [Byte.slash] + name[..<colon] + (path.elementsEqual("/".utf8) ? [] : path)
    }

    /// `type` is a file system to NEXTSTEP, and something else to later systems.
    private static func type(_ draft: inout EntryDraft) -> [UInt8] {
        let old = draft.value("type")
        let isOther = old.map { $0.isText("rw") || $0.isText("ro") || $0.isText("sw") } ?? false
        return draft.value("vfstype") ?? (isOther ? nil : old) ?? Array("nfs".utf8)
    }

    /// The line of an automounter's map without its key.
    private static func entry(type: [UInt8], _ options: [[UInt8]], _ name: [UInt8]) -> [UInt8] {
        let all = [Array("fstype=".utf8) + type] + options
        let location = name.contains(Byte.colon) ? name : [Byte.colon] + name
        return [Byte.hyphen] + Array(all.joined(separator: [Byte.comma])) + [Byte.blank] + location
    }
}

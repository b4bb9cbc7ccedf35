import NetInfoFormats

/// Remarks as lines: one for each, or one for several directories side by side of which the same is true.
struct ExportRemarkLines {
    /// Names of directories in one line; more are counted.
    private static let mostNames = 8

    private let remarks: [ExportRemark]
    private let names: DirectoryNames
    private let isVerbose: Bool

    /// With `isVerbose` every remark has a line of its own.
    init(_ remarks: [ExportRemark], _ names: DirectoryNames, isVerbose: Bool) {
        self.remarks = remarks
        self.names = names
        self.isVerbose = isVerbose
    }

    var text: MessageText {
        let lines = isVerbose ? remarks.map(line) : groups.map(line)
        return MessageText(
            bytes: lines.flatMap { Array("netinfo export: ".utf8) + Self.shown($0.bytes) + [UInt8(ascii: "\n")] })
    }

    /// Control characters in names do not get to the terminal.
    private static func shown(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    }

    // MARK: Groups

    /// What remarks of one line have in common.
    private struct Key: Hashable {
        var parent: UInt32
        var kind: ExportRemark.Kind
        var property: [UInt8]?
        var reason: String
        /// The root has a line of its own.
        var isRoot: Bool
    }

    /// Remarks of one line, and of how many directories below theirs the same is true.
    private struct Group {
        var remarks: [ExportRemark] = []
        var below = 0
    }

    private var groups: [Group] {
        var order: [Key] = []
        var groups: [Key: Group] = [:]
        // The line that tells about a directory as a whole, and so about those below with the same remark.
        var keys: [UInt32: Key] = [:]
        for remark in remarks {
            let parent = names.parent(of: remark.id)
            if remark.property == nil, let key = keys[parent], (key.kind, key.reason) == (remark.kind, remark.reason) {
                keys[remark.id] = key
                groups[key]?.below += 1
                continue
            }
            let key = Key(
                parent: parent, kind: remark.kind, property: remark.property, reason: remark.reason,
                isRoot: remark.id == 0)
            if groups[key] == nil { order.append(key) }
            if groups[key]?.remarks.last != remark { groups[key, default: Group()].remarks.append(remark) }
            if remark.property == nil { keys[remark.id] = key }
        }
        return order.compactMap { groups[$0] }
    }

    // MARK: Lines

    private func line(_ remark: ExportRemark) -> MessageText { line(Group(remarks: [remark])) }

    private func line(_ group: Group) -> MessageText {
        guard let first = group.remarks.first else { return "" }
        let count = group.remarks.count
        let property = first.property ?? []
        let below: MessageText = group.below > 0 ? " with \(group.below) below" : ""
        guard count > 1 else {
            let what: MessageText =
                switch first.kind {
                case .directoryLeftOut: "left out\(below)"
                case .partlyLeftOut: "partly left out\(below)"
                case .propertyLeftOut: "\(property) left out"
                case .changed: "\(property) changed"
                case .note: "note\(below)"
                }
            return "\(names.path(of: first.id)): \(what): \(first.reason)"
        }
        let what: MessageText =
            switch first.kind {
            case .directoryLeftOut: "\(count) directories left out\(below)"
            case .partlyLeftOut: "\(count) directories partly left out\(below)"
            case .propertyLeftOut: "\(property) left out of \(count) directories"
            case .changed: "\(property) changed in \(count) directories"
            case .note: "note on \(count) directories\(below)"
            }
        return "\(names.path(of: names.parent(of: first.id))): \(what) (\(list(group.remarks))): \(first.reason)"
    }

    private func list(_ remarks: [ExportRemark]) -> MessageText {
        let shown = remarks.prefix(Self.mostNames).map { names.name(of: $0.id) }
        let text = MessageText(bytes: Array(shown.joined(separator: Array(", ".utf8))))
        return remarks.count > Self.mostNames ? "\(text) and \(remarks.count - Self.mostNames) more" : text
    }
}

import Foundation
package import NetInfoServer

/// The tables of `SECURITY.md`, in Markdown.
package enum AccessDocument {
    /// Both tables of a profile: what callers may do, and as whom they write.
    package static func tables(_ profile: DaemonConfiguration.Security) -> String {
        let open = AccessOperation.allCases.filter { !$0.asksWho }
        let operations = table(["caller"] + open.map(\.rawValue)) { caller in
            open.map { AccessTable.outcome(caller, .none, $0, profile).rawValue }
        }
        let rights = table(["caller"] + AccessCredential.allCases.map(\.rawValue)) { caller in
            AccessCredential.allCases.map { AccessTable.rights(caller, $0, profile).text }
        }
        return "\(operations)\nWriting, a caller counts as:\n\n\(rights)"
    }

    private static func table(_ heads: [String], _ cells: (AccessCaller) -> [String]) -> String {
        var lines = [row(heads), row(heads.map { _ in "---" })]
        for caller in AccessCaller.allCases { lines.append(row([caller.rawValue] + cells(caller))) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    /// Every setting with its two values.
    package static var settings: String {
        var lines = [
            row(["hole", "key", "hardened", "original", "what it decides"]), row(Array(repeating: "---", count: 5)),
        ]
        for setting in SecuritySetting.all {
            lines.append(
                row([
                    setting.holes, "`\(setting.key)`", "`\(setting.hardened)`", "`\(setting.original)`",
                    setting.meaning,
                ]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `text` with what stands between the markers of each generated part replaced.
    package static func fill(_ text: String) -> String {
        let parts = [
            "settings": settings, "hardened": tables(.hardened), "original": tables(.original),
        ]
        return parts.reduce(text) { text, part in
            let (start, end) = ("<!-- begin \(part.key) -->\n", "<!-- end \(part.key) -->")
            guard let opening = text.range(of: start), let closing = text.range(of: end) else { return text }
            return text[..<opening.upperBound] + part.value + text[closing.lowerBound...]
        }
    }
}

import Foundation
import NetInfoServer

/// The security settings as the manual and the sample configuration have them.
package enum SettingsDocument {
    /// The manual page `text` with its list of security settings as it must be.
    package static func fillManual(_ text: String) -> String {
        fill(text, ".\\\" begin security settings\n", ".\\\" end security settings", SecuritySetting.all.map(manual))
    }

    /// The sample configuration `text` with its list of security settings as it must be.
    package static func fillSample(_ text: String) -> String {
        fill(text, "<!-- Rules of trust. -->\n", "\t<!-- End of the rules. -->", SecuritySetting.all.map(sample))
    }

    private static func fill(_ text: String, _ start: String, _ end: String, _ parts: [String]) -> String {
        guard let opening = text.range(of: start), let closing = text.range(of: end) else { return "\(start)\(end)" }
        return text[..<opening.upperBound] + parts.joined() + text[closing.lowerBound...]
    }

    // MARK: The manual

    private static func manual(_ setting: SecuritySetting) -> String {
        let kind = isNumber(setting) ? "integer, " : ""
        let original =
            setting.original == setting.hardened ? "" : "; original: \(escaped(setting.original))"
        let sentences = escaped(setting.meaning).replacing(". ", with: ".\n")
        return """
            .TP
            .BR \(escaped(setting.key)) " (\(kind)default \(escaped(setting.hardened))\(original))"
            \(sentences)
            Can be: \(escaped(setting.choices)).\n
            """
    }

    private static func escaped(_ text: String) -> String { text.replacing("-", with: "\\-") }

    private static func isNumber(_ setting: SecuritySetting) -> Bool { Int(setting.hardened) != nil }

    // MARK: The sample

    private static func sample(_ setting: SecuritySetting) -> String {
        let original = setting.original == setting.hardened ? "" : " Original: \(setting.original)."
        let words = "\(setting.meaning) Can be: \(setting.choices).\(original)".split(separator: " ")
        let type = isNumber(setting) ? "integer" : "string"
        return """
            \n\t<!-- \(wrapped(words))
            \t<key>\(setting.key)</key>
            \t<\(type)>\(setting.hardened)</\(type)>
            \t-->\n
            """
    }

    private static func wrapped(_ words: [Substring]) -> String {
        var lines = [""]
        for word in words {
            let line = lines.removeLast()
            if line.count + word.count > 105 {
                lines += [line, String(word)]
            } else {
                lines.append(line.isEmpty ? String(word) : "\(line) \(word)")
            }
        }
        return lines.joined(separator: "\n\t     ")
    }
}

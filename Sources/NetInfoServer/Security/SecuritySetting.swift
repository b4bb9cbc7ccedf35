/// One hole of the original, and the setting that closes or opens it: the table from which the configuration is read,
/// `netinfo status --security` reports, and `SECURITY.md` is made.
package struct SecuritySetting: Sendable {
    /// The rows of `protocol.md` 9.3 that it stands for.
    package let holes: String
    /// Its name in `netinfod.plist`; `NETINFOD_` and capitals in the environment.
    package let key: String
    package let hardened: String
    package let original: String
    /// What can be written, for people.
    package let choices: String
    /// What it decides, in one sentence.
    package let meaning: String
    /// Takes a value as it is written; throws what is wrong with it.
    package let apply: @Sendable (String, inout SecurityPolicy) throws(ConfigurationError) -> Void
    /// The value that a policy has, as it would be written.
    package let value: @Sendable (SecurityPolicy) -> String

    /// The setting of this name.
    package static func named(_ key: String) -> SecuritySetting? { all.first { $0.key == key } }

    // MARK: Kinds of values

    static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
        _ holes: String, _ key: String, _ field: any WritableKeyPath<SecurityPolicy, Choice> & Sendable,
        original: Choice, _ meaning: String
    ) -> SecuritySetting where Choice.RawValue == String {
        let known = Array(Choice.allCases)
        let choices = known.map(\.rawValue).joined(separator: ", ")
        return SecuritySetting(
            holes: holes, key: key, hardened: SecurityPolicy()[keyPath: field].rawValue, original: original.rawValue,
            choices: choices, meaning: meaning
        ) { text, policy throws(ConfigurationError) in
            guard let choice = known.first(where: { $0.rawValue == text }) else {
                throw ConfigurationError("\(key): '\(text)' is none of \(choices)")
            }
            policy[keyPath: field] = choice
        } value: {
            $0[keyPath: field].rawValue
        }
    }

    static func number(
        _ holes: String, _ key: String, _ field: any WritableKeyPath<SecurityPolicy, Int> & Sendable, original: Int,
        _ range: ClosedRange<Int>, _ meaning: String
    ) -> SecuritySetting {
        SecuritySetting(
            holes: holes, key: key, hardened: "\(SecurityPolicy()[keyPath: field])", original: "\(original)",
            choices: "\(range.lowerBound) to \(range.upperBound)", meaning: meaning
        ) { text, policy throws(ConfigurationError) in
            guard let number = Int(text), range.contains(number) else {
                throw ConfigurationError(
                    "\(key): '\(text)' is not a number from \(range.lowerBound) to \(range.upperBound)")
            }
            policy[keyPath: field] = number
        } value: {
            "\($0[keyPath: field])"
        }
    }

    static func flag(
        _ holes: String, _ key: String, _ field: any WritableKeyPath<SecurityPolicy, Bool> & Sendable, original: Bool,
        _ meaning: String
    ) -> SecuritySetting {
        let text: @Sendable (Bool) -> String = { $0 ? "yes" : "no" }
        return SecuritySetting(
            holes: holes, key: key, hardened: text(SecurityPolicy()[keyPath: field]), original: text(original),
            choices: "yes, no", meaning: meaning
        ) { text, policy throws(ConfigurationError) in
            switch text {
            case "yes": policy[keyPath: field] = true
            case "no": policy[keyPath: field] = false
            default: throw ConfigurationError("\(key): '\(text)' is neither yes nor no")
            }
        } value: {
            text($0[keyPath: field])
        }
    }

    /// A list with commas or blanks; `none` is the empty one.
    static func list(
        _ holes: String, _ key: String, hardened: String, original: String, choices: String, _ meaning: String,
        apply: @escaping @Sendable ([String], inout SecurityPolicy) throws(ConfigurationError) -> Void,
        value: @escaping @Sendable (SecurityPolicy) -> [String]
    ) -> SecuritySetting {
        SecuritySetting(
            holes: holes, key: key, hardened: hardened, original: original, choices: choices, meaning: meaning
        ) { text, policy throws(ConfigurationError) in
            let items = text.split { $0 == "," || $0 == " " }.map(String.init)
            try apply(items == ["none"] ? [] : items, &policy)
        } value: { policy in
            let items = value(policy)
            return items.isEmpty ? "none" : items.joined(separator: ",")
        }
    }
}

/// What `nidomain` can do (`tools.md` 14). The raw value is the option's letter.
package enum NidomainOperation: String, CaseIterable, Sendable {
    case list = "l"
    case get = "g"
    case createMaster = "m"
    case createClone = "c"
    case destroy = "d"
    case unregister = "u"
    case alias = "a"

    /// How many operands come before the host.
    var operands: Int {
        switch self {
        case .list: 0
        case .get, .createMaster, .destroy, .unregister: 1
        case .createClone, .alias: 2
        }
    }

    /// Whether the operation only asks.
    var isQuestion: Bool { self == .list || self == .get }
}

/// The options of `nidomain` (`tools.md` 14 and 15).
enum NidomainOption: ToolOption {
    case operation(NidomainOperation)
    case common(CommonOption)
    /// No question before a domain is destroyed.
    case force
    /// The domain is no longer served by name, but its database stays.
    case keepFiles
    /// The exit status of the original when this host has no binder.
    case legacyExit

    static let all: [NidomainOption] =
        NidomainOperation.allCases.map { .operation($0) } + Self.common.map { .common($0) }
        + [.force, .keepFiles, .legacyExit]

    private static let common: [CommonOption] =
        CommonOption.reading + [.user, .password, .askPassword, .passwordFile, .passwordDescriptor]

    var spellings: [String] {
        switch self {
        case .operation(let operation): ["-" + operation.rawValue]
        // The letter means another operation here.
        case .common(.user): ["--user"]
        case .common(let option): option.spellings
        case .force: ["-f", "--force"]
        case .keepFiles: ["--keep-files"]
        case .legacyExit: ["--legacy-exit"]
        }
    }

    var takesValue: Bool {
        if case .common(let option) = self { return option.takesValue }
        return false
    }
}

/// The options of `nidump` (`tools.md` 7.1 and 15).
enum NidumpOption: ToolOption, Sendable {
    case common(CommonOption)
    /// A directory in the raw format instead of a flat file.
    case raw
    case verbose, force, noPasswords, database

    static let all: [NidumpOption] =
        CommonOption.allCases.map { .common($0) } + [.raw, .verbose, .force, .noPasswords, .database]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .raw: ["-r", "--raw"]
        case .verbose: ["-v", "--verbose"]
        case .force: ["-f", "--force"]
        case .noPasswords: ["--no-passwords"]
        case .database: ["--database"]
        }
    }

    var takesValue: Bool {
        if case .common(let option) = self { return option.takesValue }
        return self == .database
    }
}

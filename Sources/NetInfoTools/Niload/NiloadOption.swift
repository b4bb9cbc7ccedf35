/// The options of `niload` (`tools.md` 8.1 and 15).
enum NiloadOption: ToolOption, Sendable {
    case common(CommonOption)
    /// The input is in the raw format instead of a flat file's.
    case raw
    case verbose, delete, merge, mergeAll, dryRun, unique, strict, force, quiet, legacyRaw
    /// A folder takes the place of the domain.
    case database

    static let all: [NiloadOption] =
        CommonOption.allCases.map { .common($0) }
        + [
            .raw, .verbose, .delete, .merge, .mergeAll, .dryRun, .unique, .strict, .force, .quiet, .legacyRaw,
            .database,
        ]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .raw: ["-r", "--raw"]
        case .verbose: ["-v", "--verbose"]
        case .delete: ["-d", "--delete"]
        case .merge: ["-m", "--merge"]
        case .mergeAll: ["--merge-all"]
        case .dryRun: ["-n", "--dry-run"]
        case .unique: ["--unique"]
        case .strict: ["--strict"]
        case .force: ["-f", "--force"]
        case .quiet: ["-q", "--quiet"]
        case .legacyRaw: ["--legacy-raw"]
        case .database: ["--database"]
        }
    }

    var takesValue: Bool {
        if case .common(let option) = self { return option.takesValue }
        return self == .unique || self == .database
    }
}

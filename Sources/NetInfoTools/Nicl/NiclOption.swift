/// The options of `nicl` (`tools.md` 6.1).
enum NiclOption: ToolOption, Sendable {
    case common(CommonOption)
    /// The datasource is a database on disk.
    case raw
    /// Makes the database first.
    case create
    case readOnly
    case quiet
    case verbose
    /// Asks before any directory is deleted.
    case ask
    /// Does not ask before directories with children are deleted.
    case force
    case dryRun
    case stopOnError
    /// Makes the repair commands known.
    case expert
    /// No bold prompt.
    case plainPrompt
    /// No notification of changes; there is none.
    case noNotification
    case x500
    /// Where the new password is.
    case newPasswordFile, newPasswordDescriptor
    /// The new password is hashed with DES.
    case legacyDES

    static let all: [NiclOption] =
        CommonOption.allCases.map { .common($0) } + [
            .raw, .create, .readOnly, .quiet, .verbose, .ask, .force, .dryRun, .stopOnError, .expert, .plainPrompt,
            .noNotification, .x500, .newPasswordFile, .newPasswordDescriptor, .legacyDES,
        ]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .raw: ["-raw", "--raw"]
        case .create: ["-c"]
        case .readOnly: ["-ro", "--read-only"]
        case .quiet: ["-q", "--quiet"]
        case .verbose: ["-v", "-vv", "--verbose"]
        case .ask: ["-i", "--interactive"]
        case .force: ["-f", "--force"]
        case .dryRun: ["-n", "--dry-run"]
        case .stopOnError: ["-e", "--stop-on-error"]
        case .expert: ["--expert"]
        case .plainPrompt: ["-nobold"]
        case .noNotification: ["-nonotify"]
        case .x500: ["-x500"]
        case .newPasswordFile: ["--new-password-file"]
        case .newPasswordDescriptor: ["--new-password-fd"]
        case .legacyDES: ["--legacy-des"]
        }
    }

    var takesValue: Bool {
        switch self {
        case .common(let option): option.takesValue
        case .newPasswordFile, .newPasswordDescriptor: true
        default: false
        }
    }
}

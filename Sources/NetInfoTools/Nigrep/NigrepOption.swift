/// The options of `nigrep` (`tools.md` 11 and 15).
enum NigrepOption: ToolOption {
    case common(CommonOption)
    /// The next argument is the domain, as `HOST/TAG`.
    case server
    /// The next argument is a database folder, read without a server.
    case database
    case expression
    case ignoreCase, keysOnly, valuesOnly
    case count, list, quiet, exitStatus
    /// Lines end in NUL.
    case null

    static let all: [NigrepOption] =
        CommonOption.reading.map { .common($0) } + [
            .server, .database, .expression, .ignoreCase, .keysOnly, .valuesOnly, .count, .list, .quiet, .exitStatus,
            .null,
        ]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .server: CommonOption.byTag.spellings
        case .database: ["--database"]
        case .expression: ["-e", "--expression"]
        case .ignoreCase: ["-i", "--ignore-case"]
        case .keysOnly: ["-k", "--keys"]
        case .valuesOnly: ["-V", "--values"]
        case .count: ["-c", "--count"]
        case .list: ["-l", "--list"]
        case .quiet: ["-q", "--quiet"]
        case .exitStatus: ["--exit-status"]
        case .null: ["-0", "--null"]
        }
    }

    var takesValue: Bool {
        switch self {
        case .common(let option): option.takesValue
        case .server, .database, .expression: true
        default: false
        }
    }
}

extension CommonOption {
    /// The options of tools that only read, and so need no password.
    static let reading: [CommonOption] = [.timeout, .json, .color, .help, .version]
}

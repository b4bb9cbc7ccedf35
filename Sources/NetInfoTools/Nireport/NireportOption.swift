/// The options of `nireport` (`tools.md` 12 and 15).
enum NireportOption: ToolOption {
    case common(CommonOption)
    /// The next argument is the domain, as `HOST/TAG`.
    case server
    /// The next argument is a database folder, read without a server.
    case database
    case header, noValue, separator, csv, align, sort
    /// Lines end in NUL.
    case null

    static let all: [NireportOption] =
        CommonOption.reading.map { .common($0) } + [
            .server, .database, .header, .noValue, .separator, .csv, .align, .sort, .null,
        ]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .server: CommonOption.byTag.spellings
        case .database: ["--database"]
        case .header: ["--header"]
        case .noValue: ["--no-value"]
        case .separator: ["--separator"]
        case .csv: ["--csv"]
        case .align: ["--align"]
        case .sort: ["--sort"]
        case .null: ["-0", "--null"]
        }
    }

    var takesValue: Bool {
        switch self {
        case .common(let option): option.takesValue
        case .server, .database, .noValue, .separator, .sort: true
        default: false
        }
    }
}

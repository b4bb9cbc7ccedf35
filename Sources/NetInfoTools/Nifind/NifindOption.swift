/// The options of `nifind` (`tools.md` 13 and 15).
enum NifindOption: ToolOption {
    case common(CommonOption)
    case allDomains, skipLocal, properties, verbose
    case first, exitStatus

    static let all: [NifindOption] =
        CommonOption.reading.map { .common($0) }
        + [.allDomains, .skipLocal, .properties, .verbose, .first, .exitStatus]

    var spellings: [String] {
        switch self {
        case .common(let option): option.spellings
        case .allDomains: ["-a", "--all"]
        case .skipLocal: ["-n", "--no-local"]
        case .properties: ["-p", "--properties"]
        case .verbose: ["-v", "--verbose"]
        case .first: ["--first"]
        case .exitStatus: ["--exit-status"]
        }
    }

    var takesValue: Bool {
        if case .common(let option) = self { return option.takesValue }
        return false
    }

    /// The options of one letter, which may be written behind one hyphen.
    static func letter(_ letter: UInt8) -> NifindOption? {
        all.first { $0.spellings.contains { $0.utf8.elementsEqual([UInt8(ascii: "-"), letter]) } }
    }
}

/// What `niutil` can do (`tools.md` 5.1).
package enum NiutilOperation: String, CaseIterable, Sendable {
    case create, destroy, createprop, appendprop, mergeprop, insertval, destroyprop, destroyval, renameprop
    case passwd
    case read, list, readprop, readval
    case rparent, resync, statistics, domainname

    /// How many operands follow the domain; nil as maximum for any number.
    package var operands: (minimum: Int, maximum: Int?) {
        switch self {
        case .rparent, .resync, .statistics, .domainname: (0, 0)
        case .create, .destroy, .read, .passwd: (1, 1)
        case .list: (1, 2)
        case .readprop: (2, 2)
        case .renameprop, .readval: (3, 3)
        case .insertval: (4, 4)
        case .createprop, .destroyprop: (2, nil)
        case .appendprop, .mergeprop, .destroyval: (3, nil)
        }
    }

    /// Whether the operation is about the domain as a whole instead of a directory.
    package var isAboutDomain: Bool {
        switch self {
        case .rparent, .resync, .statistics, .domainname: true
        default: false
        }
    }

    /// Whether the operation only prints directories.
    package var isReading: Bool {
        switch self {
        case .read, .list, .readprop, .readval: true
        default: false
        }
    }

    /// The options that select the operation.
    package var spellings: [String] { self == .statistics ? ["-statistics", "-stat"] : ["-" + rawValue] }
}

/// The options of `niutil`.
package enum NiutilOption: ToolOption, Sendable {
    case operation(NiutilOperation)
    case common(CommonOption)
    /// Addresses are not turned into names.
    case numeric
    /// Waits while the master is busy.
    case retry
    case dryRun
    /// No question before a directory with children is destroyed.
    case force
    /// Values end in NUL.
    case null
    /// Where the new password is.
    case newPasswordFile, newPasswordDescriptor
    /// The new password is hashed with DES.
    case legacyDES
    /// A folder takes the place of the domain.
    case database

    package static let all: [NiutilOption] =
        NiutilOperation.allCases.map { .operation($0) } + CommonOption.allCases.map { .common($0) }
        + [.numeric, .retry, .dryRun, .force, .null, .newPasswordFile, .newPasswordDescriptor, .legacyDES, .database]

    package var spellings: [String] {
        switch self {
        case .operation(let operation): operation.spellings
        case .common(let option): option.spellings
        case .numeric: ["-n"]
        case .retry: ["-R"]
        case .dryRun: ["--dry-run"]
        case .force: ["-f", "--force"]
        case .null: ["-0", "--null"]
        case .newPasswordFile: ["--new-password-file"]
        case .newPasswordDescriptor: ["--new-password-fd"]
        case .legacyDES: ["--legacy-des"]
        case .database: ["--database"]
        }
    }

    package var takesValue: Bool {
        switch self {
        case .common(let option): option.takesValue
        case .newPasswordFile, .newPasswordDescriptor, .database: true
        default: false
        }
    }

    /// Whether the option may also follow the operands (`tools.md` 1.3).
    package var mayTrail: Bool {
        switch self {
        case .common(let option): option.mayTrail
        case .numeric, .retry: true
        default: false
        }
    }
}

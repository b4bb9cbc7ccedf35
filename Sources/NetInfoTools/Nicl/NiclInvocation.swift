/// A command line of `nicl`, understood (`tools.md` 6.1).
struct NiclInvocation: Hashable, Sendable {
    var settings = CommonSettings()
    /// Whether the time-out was given. Then it bounds each command as a whole, otherwise each answer.
    var hasTimeout = false
    var isRaw = false
    var createsDatabase = false
    var isReadOnly = false
    var isQuiet = false
    var isVerbose = false
    var asksAlways = false
    var isForced = false
    var isDryRun = false
    var stopsOnError = false
    var isExpert = false
    var hasPlainPrompt = false
    var newPassword = NewPasswordSettings()
    var datasource: [UInt8] = []
    /// The command and its arguments; none begins a session.
    var words: [[UInt8]] = []
    /// Where user names and passwords are among the arguments.
    var secretIndexes: [Int] = []

    /// How long the original waits for an answer (`tools.md` 1.5).
    static let patience = Duration.seconds(15)

    enum Parsed: Hashable, Sendable {
        case invocation(NiclInvocation)
        case help
        case version
    }

    /// Understands the arguments, of which the first is the tool's name.
    static func parse(_ arguments: [[UInt8]]) throws(UsageError) -> Parsed {
        var invocation = NiclInvocation()
        invocation.settings.timeout = patience
        var scanner = ArgumentScanner(arguments)
        while let found: ArgumentScanner.Found<NiclOption> = try scanner.nextOption() {
            switch found.option {
            case .common(.help): return .help
            case .common(.version): return .version
            default: try invocation.apply(found)
            }
        }
        guard let datasource = scanner.nextOperand() else { throw .noOperation }
        invocation.datasource = datasource
        invocation.words = scanner.rest
        if invocation.isRaw, invocation.settings.byTag { throw .unexpectedArgument(Array("-t".utf8)) }
        return .invocation(invocation)
    }

    private mutating func apply(_ found: ArgumentScanner.Found<NiclOption>) throws(UsageError) {
        switch found.option {
        case .common(let option):
            try settings.apply(option, value: found.value)
            hasTimeout = hasTimeout || option == .timeout
            if option == .user || option == .password, let index = found.valueIndex { secretIndexes.append(index) }
        case .raw: isRaw = true
        case .create: createsDatabase = true
        case .readOnly: isReadOnly = true
        case .quiet: isQuiet = true
        case .verbose: isVerbose = true
        case .ask: asksAlways = true
        case .force: isForced = true
        case .dryRun: isDryRun = true
        case .stopOnError: stopsOnError = true
        case .expert: isExpert = true
        case .plainPrompt: hasPlainPrompt = true
        case .noNotification: break
        case .newPasswordFile: newPassword.file = found.value
        case .newPasswordDescriptor:
            newPassword.descriptor = try CommonSettings.parseDescriptor(found.value ?? [])
        case .legacyDES: newPassword.usesDES = true
        case .x500: throw .unknownOption(found.spelling)
        }
    }
}

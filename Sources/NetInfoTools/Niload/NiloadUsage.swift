import NetInfoFormats

/// The usage text of `niload` (`tools.md` 8.1), and the words for its misuse (8.4).
enum NiloadUsage {
    static let text: MessageText = """
        usage: niload [opts] FORMAT DOMAIN < FILE
               niload [opts] -r PATH DOMAIN < FILE
               niload [opts] --json PATH DOMAIN < FILE
               niload [opts] --database FOLDER {FORMAT | -r PATH | --json PATH} < FILE
        opts:  -t, --tag             DOMAIN is HOST/TAG
               --database FOLDER     write to a database folder instead of DOMAIN
               -r, --raw             read the raw format into directory PATH
               -d, --delete          remove entries that are not in the input
               -m, --merge           keep properties that the input does not have
               --merge-all           like -m, and keep all old values
               --unique KEY          find entries by KEY instead of name
               -n, --dry-run         only print what would change
               --strict              write nothing if a line is not understood
               -v, --verbose         tell what is done
               -q, --quiet           show no progress
               -f, --force           do not ask
               --legacy-raw          read backslashes as the original wrote them
               -T, --timeout SECONDS give up after SECONDS without an answer (30)
               -p, --ask-password    ask for the password
               -u, --user USER       act as USER of the domain
               -P PASSWORD           the password (others can see it)
               --password-file FILE  read the password from FILE
               --password-fd N       read the password from descriptor N
               --json                read JSON; report errors as JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version
        known formats:
        \(FormatName.allCases.map { "\t\($0.rawValue)\n" }.joined())
        """

    static func failure(_ mistake: NiloadCommand.Mistake) -> ToolFailure {
        var failure = ToolFailure(message(mistake), exit: .usage)
        failure.explanation = text
        return failure
    }

    private static func message(_ mistake: NiloadCommand.Mistake) -> MessageText? {
        switch mistake {
        case .unknownFormat(let name): "unknown format: \(name)"
        case .unsuitable(let option): "option \(option) makes no sense with this format"
        case .usage(.unknownOption(let option)): "unknown option: \(option)"
        case .usage(.unexpectedArgument(let argument)): "unknown argument: \(argument)"
        case .usage(let error): error.message
        }
    }
}

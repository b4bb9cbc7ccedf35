/// The usage text of `nicl` (`tools.md` 6.1 and 6.2).
enum NiclUsage {
    /// Everything: synopsis, options, commands.
    static let text: MessageText = "\(head)\(commands)"

    /// One command and its arguments.
    static func line(_ command: NiclCommand) -> MessageText {
        "usage: \(command.rawValue)\(command.synopsis.isEmpty ? "" : " ")\(command.synopsis)\n"
    }

    private static let commands: MessageText = {
        let lines = NiclCommand.allCases.filter { !$0.isRepair }.map { command in
            let names = command.names.joined(separator: ", ")
            return "       \(([names] + [command.synopsis]).filter { !$0.isEmpty }.joined(separator: "  "))\n"
        }
        return "commands, with or without a leading \"-\":\n\(lines.joined())"
    }()

    private static let head: MessageText = """
        usage: nicl [opts] DATASOURCE [COMMAND [ARGUMENT...]]
        opts:  -raw                  DATASOURCE is a database folder
               -t, --tag             DATASOURCE is HOST/TAG
               -c                    create the database, then go on (-raw only)
               -ro, --read-only      change nothing
               -p, --ask-password    ask for the password
               -u, --user USER       act as USER of the domain
               -P PASSWORD           the password (others can see it)
               --password-file FILE  read the password from FILE
               --password-fd N       read the password from descriptor N
               -T, --timeout SECONDS give up after SECONDS (15 for each answer)
               -q, --quiet           no prompt, no progress
               -v, -vv, --verbose    print ids, versions and serial numbers of records
               -i, --interactive     ask before a directory is deleted
               -f, --force           do not ask; passwd: see the manual
               -n, --dry-run         only print what would change
               -e, --stop-on-error   end a session with the first failure
               --new-password-file FILE  passwd: read the new password from FILE
               --new-password-fd N   passwd: read it from descriptor N
               --legacy-des          passwd: hash with DES, which is weak
               -nobold, -nonotify    no bold prompt; accepted for compatibility
               --expert              know the repair commands attach, detach, parent
               --json                print JSON
               --color WHEN          auto, always or never
               -h, --help            print this
               --version             print the version

        """
}

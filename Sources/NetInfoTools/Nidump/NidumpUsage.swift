import NetInfoFormats

/// The usage text of `nidump` (`tools.md` 7.1).
enum NidumpUsage {
    static let text: MessageText = """
        usage: nidump [opts] FORMAT DOMAIN
               nidump [opts] -r PATH DOMAIN
        opts:  -t, --tag             DOMAIN is HOST/TAG
               -r, --raw             write a directory and all below it
               --database FOLDER     read a database folder instead of DOMAIN
               -T, --timeout SECONDS give up after SECONDS (30)
               -v, --verbose         tell which entries are left out, or missing
               -f, --force           write entries that would not read back
               --no-passwords        write * for passwords
               --json                print JSON
               --color WHEN          auto, always or never
               -u, -P, -p, --password-file, --password-fd
                                     act as a user; see niutil
               -h, --help            print this
               --version             print the version
        known formats:
        \(FormatName.allCases.map { "\t\($0.rawValue)\n" }.joined())
        """
}

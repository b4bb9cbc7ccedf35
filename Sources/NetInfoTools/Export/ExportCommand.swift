import ArgumentParser

/// `netinfo export`: writes a domain in a form that other programs read.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a domain for other programs: a Mac, an LDAP server, scripts, or the files of /etc.",
        discussion: """
            The domain is only read. The folder is made, or must be empty, unless --force is given. What the format \
            cannot hold is told on standard error, with its path and the reason.
            """,
        subcommands: [Dslocal.self, LDIF.self, JSON.self, Raw.self, Flat.self])

    /// The usage of one format, which the parser cannot tell from the operands.
    fileprivate static func usage(_ format: String) -> String {
        """
        netinfo export \(format) [options] DOMAIN FOLDER
        netinfo export \(format) [options] --database DATABASE FOLDER
        """
    }

    /// `netinfo export dslocal`.
    struct Dslocal: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "dslocal",
            abstract: "Property lists as in a Mac's /var/db/dslocal/nodes/Default, for Mac OS X 10.5 and later.",
            usage: ExportCommand.usage("dslocal"))

        @OptionGroup var options: ExportOptions

        @Flag(name: .customLong("make-uuids"), help: "Give users and groups that have no generateduid a new one.")
        var makesUUIDs = false

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainExport(DslocalExport(makesUUIDs: makesUUIDs), options, environment).run()
        }
    }

    /// `netinfo export ldif`.
    struct LDIF: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "ldif",
            abstract: "LDIF with the classes of RFC 2307, for an LDAP server such as OpenLDAP.",
            usage: ExportCommand.usage("ldif"))

        @OptionGroup var options: ExportOptions

        @Option(
            help: """
                The name of the topmost entry, such as dc=example,dc=com. Without it, it is made of the DNS domain \
                in /locations/resolver, and without that it is dc=example,dc=com.
                """)
        var suffix: String?

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainExport(try DirectoryServerExport(suffix: suffix), options, environment).run()
        }
    }

    /// `netinfo export json`.
    struct JSON: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "json", abstract: "One document with every byte, as of nidump -r --json.",
            usage: ExportCommand.usage("json"))

        @OptionGroup var options: ExportOptions

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainExport(TreeExport(form: .json), options, environment).run()
        }
    }

    /// `netinfo export raw`.
    struct Raw: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "raw", abstract: "The raw format of nidump -r, which niload -r reads.",
            usage: ExportCommand.usage("raw"))

        @OptionGroup var options: ExportOptions

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainExport(TreeExport(form: .raw), options, environment).run()
        }
    }

    /// `netinfo export flat`.
    struct Flat: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "flat",
            abstract: "A file for each format of nidump that has something to say: passwd, group, hosts and others.",
            usage: ExportCommand.usage("flat"))

        @OptionGroup var options: ExportOptions

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainExport(FlatExport(), options, environment).run()
        }
    }
}

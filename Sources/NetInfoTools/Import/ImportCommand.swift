import ArgumentParser

/// `netinfo import`: makes a domain of what another system left on a disk.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a domain of a binary NetInfo database or of a Mac's dslocal folder.",
        discussion: """
            The source is only read. Nothing is written unless all of it can be read, or --salvage is given. Ids, \
            instances and the order of everything are kept. While netinfod runs on the store, it serves the new \
            domain at once.
            """,
        subcommands: [Database.self, Dslocal.self])

    /// `netinfo import nidb`.
    struct Database: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "nidb", abstract: "Import a binary database, a folder NAME.nidb, of any of the three layouts.")

        @Argument(help: "The database's folder.", completion: .directory)
        var folder: String

        @OptionGroup var options: ImportOptions

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainImport(source: .nidb(folder), options: options, environment: environment).run()
        }
    }

    /// `netinfo import dslocal`.
    struct Dslocal: VerbCommand {
        static let configuration = CommandConfiguration(
            commandName: "dslocal",
            abstract: "Import a copy of a Mac's /var/db/dslocal/nodes/Default, or a domain's folder of property lists.")

        @Argument(help: "The node's folder.", completion: .directory)
        var folder: String

        @OptionGroup var options: ImportOptions

        var reportsJSON: Bool { options.json }

        func perform(in environment: ToolEnvironment) throws(ToolFailure) -> ExitStatus {
            try DomainImport(source: .dslocal(folder), options: options, environment: environment).run()
        }
    }
}

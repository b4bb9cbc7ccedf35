import ArgumentParser

/// The options and operands that all exports have.
struct ExportOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            """
            The domain to read (., .., /, a path, a URL, or with -t HOST/TAG), unless --database is given; and the \
            folder to write.
            """,
            valueName: "operand"))
    var operands: [String]

    @Flag(name: [.customShort("t"), .customLong("tag")], help: "The domain is HOST/TAG.")
    var byTag = false

    @Option(
        help:
            "Read this database folder of this machine instead of a domain: NAME.nidb, or a node of a store or a Mac.",
        completion: .directory)
    var database: String?

    @Flag(help: "Write into a folder that is not empty, and replace what has the names of what is written.")
    var force = false

    @Option(name: [.customShort("T"), .customLong("timeout")], help: "Give up after seconds without an answer.")
    var timeout = Int(CommonSettings.defaultTimeout.components.seconds)

    @Flag(name: .shortAndLong, help: "Tell about each directory on a line of its own.")
    var verbose = false

    @Flag(help: "Print what was written and what was not as JSON.")
    var json = false

    func validate() throws {
        let expected = database == nil ? "a domain and a folder" : "a folder"
        guard operands.count == (database == nil ? 2 : 1) else {
            throw ValidationError("There must be \(expected), found \(operands.count) operands.")
        }
        guard timeout >= 0 else { throw ValidationError("The time-out must be a number of seconds.") }
        guard database == nil || !byTag else { throw ValidationError("With --database there is no domain for -t.") }
    }

    /// Where to read.
    var source: SourceArgument {
        if let database { return .database(Array(database.utf8)) }
        return .domain(Array((operands.first ?? "").utf8))
    }

    /// The folder to write.
    var folder: String { operands.last ?? "" }

    /// What the opener of domains wants to know.
    var settings: CommonSettings {
        var settings = CommonSettings()
        settings.byTag = byTag
        settings.usesJSON = json
        if timeout > 0 { settings.timeout = .seconds(min(timeout, 1_000_000)) }
        return settings
    }
}

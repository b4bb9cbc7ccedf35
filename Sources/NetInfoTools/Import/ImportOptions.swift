import ArgumentParser

/// The options that all imports have.
struct ImportOptions: ParsableArguments {
    @Option(help: "The store to add the domain to.", completion: .directory)
    var store = "/var/lib/netinfo"

    @Option(help: "The domain's tag (default: after the folder; local for a Mac's Default).")
    var tag: String?

    @Flag(help: "Read everything and say what would be done, but write nothing.")
    var dryRun = false

    @Flag(help: "Print what the source holds as JSON, and write nothing.")
    var json = false

    @Flag(help: "Drop what cannot be read, and say what that was, instead of giving up.")
    var salvage = false
}

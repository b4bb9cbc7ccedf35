import NetInfoClient

/// Where the command line of a reading tool says to read.
package enum SourceArgument: Hashable, Sendable {
    /// A domain; with `-t` a server and a tag.
    case domain([UInt8])
    /// A database folder of this machine (`tools.md` 2.4).
    case database([UInt8])

    /// Opens a domain or folder. What is odd about a folder is warned of.
    package func open(
        settings: CommonSettings, diagnostics: Diagnostics
    ) throws(ToolFailure) -> any DirectorySource {
        switch self {
        case .domain(let domain): return try DomainOpener(settings: settings, login: nil).open(domain)
        case .database(let folder):
            return AccessSource(try OfflineDatabase.open(folder, for: .reading, diagnostics).access)
        }
    }
}

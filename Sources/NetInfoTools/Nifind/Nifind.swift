import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// `nifind`: looks for a directory in the local domain and those above it, or in a domain and all below it
/// (`tools.md` 13).
package struct Nifind: ToolCommand {
    let command: NifindCommand

    package var settings: CommonSettings { command.settings }

    package static func parse(_ arguments: [[UInt8]]) throws(ToolFailure) -> ParsedCommand<Nifind> {
        do throws(UsageError) {
            switch try NifindCommand.parseArguments(arguments) {
            case .help: return .help
            case .version: return .version
            case .command(let command): return .command(Nifind(command: command))
            }
        } catch { throw failure(for: error) }
    }

    /// An unknown letter is named alone, without the hyphen it may have shared.
    private static func failure(for error: UsageError) -> ToolFailure {
        guard case .unknownOption(let option) = error else { return misuse(error) }
        var failure = misuse(error)
        failure.message = "unknown option: \(option.count == 2 ? Array(option.dropFirst()) : option)"
        failure.namesTool = false
        return failure
    }

    package func execute(
        in environment: ToolEnvironment, diagnostics: Diagnostics
    ) throws(ToolFailure) -> ExitStatus {
        let report = NifindReport(command: command, environment: environment, diagnostics: diagnostics)
        let deadline = ClientDeadline.after(settings.timeout)
        let top = try openTop(deadline)
        if command.searchesChildren {
            try searchDown(from: top, report, deadline)
        } else {
            try searchUp(to: top, report, deadline)
        }
        report.finish()
        if report.hasFailed { return .usage }
        return report.found == 0 && command.failsWithoutMatch ? .usage : .success
    }

    /// Opens the highest domain to search.
    private func openTop(_ deadline: ClientDeadline) throws(ToolFailure) -> NamedDomain {
        guard let name = command.domain else {
            guard let root = Self.open([UInt8(ascii: "/")], deadline) else {
                throw Self.error("can't open root domain")
            }
            return NamedDomain(domain: root, name: [UInt8(ascii: "/")])
        }
        guard let domain = Self.open(name, deadline) else { throw Self.error("can't open domain \(name)") }
        return NamedDomain(domain: domain, name: name)
    }

    /// Opens a domain and makes sure that it answers.
    static func open(_ argument: [UInt8], _ deadline: ClientDeadline) -> NetInfoDomain? {
        let resolver = DomainResolver(deadline: deadline)
        let domain: NetInfoDomain?
        if DomainURL.isURL(argument) {
            domain = (try? DomainURL(parsing: argument)).flatMap { try? resolver.open($0) }
        } else {
            domain = DomainPath(argument).flatMap { try? resolver.open($0) }
        }
        guard let domain, (try? domain.connection.root()) != nil else { return nil }
        return domain
    }

    static func error(_ message: MessageText) -> ToolFailure {
        var failure = ToolFailure("error: \(message)", exit: .usage)
        failure.namesTool = false
        return failure
    }

    /// Looks for the directory in one domain.
    func search(_ domain: NamedDomain, _ report: NifindReport) {
        do throws(NetInfoClientError) {
            guard let path = try? DirectoryPath(command.directory) else { return report.missed(in: domain.name) }
            let id = try domain.domain.search(path).object
            let properties = command.printsProperties ? try domain.domain.connection.read(id).value : nil
            report.found(id, properties, in: domain.name)
        } catch {
            switch error.status {
            case .noDirectory, .badID: report.missed(in: domain.name)
            default: report.failed("Search error in domain \(domain.name)", error.status)
            }
        }
    }
}

/// An open domain and the name it is shown by.
struct NamedDomain {
    let domain: NetInfoDomain
    let name: [UInt8]

    /// The name of a child domain: what the highest domain was called, and the names from there.
    func childName(_ name: [UInt8]) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        let escaped = name.flatMap { $0 == slash || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0] }
        return self.name == [slash] ? [slash] + escaped : self.name + [slash] + escaped
    }
}

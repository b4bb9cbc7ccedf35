import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// The operations on a domain as a whole (`tools.md` 5.2 and 5.3).
extension Niutil {
    /// Runs -rparent. At the root of the hierarchy the exit status says so too.
    func printParent(of domain: NetInfoDomain, deadline: ClientDeadline) throws(ToolFailure) -> ExitStatus {
        let binding: BoundParent
        do throws(NetInfoClientError) {
            binding = try domain.connection.parentBinding()
        } catch {
            guard error.status == .networkRoot else {
                throw ToolFailure(
                    "can't find rparent for domain \(command.domain): \(error.status)", exit: error.status.exitStatus,
                    status: error.status.rawValue)
            }
            printParent(host: nil, tag: nil)
            return error.status.exitStatus
        }
        let name = command.isNumeric ? nil : ClientHostResolver.name(of: binding.address, deadline: deadline)
        printParent(host: name ?? "\(binding.address)", tag: binding.tag)
        return .success
    }

    private func printParent(host: String?, tag: [UInt8]?) {
        if command.settings.usesJSON {
            let host = host.map { JSONValue.text($0) } ?? .null
            printJSON(.object([.init("host", host), .init("tag", tag.map { .string($0) } ?? .null)]))
        } else if let host, let tag {
            environment.output.write("\(host)/\(tag)\n")
        } else {
            environment.output.write("root domain: no parent\n")
        }
    }

    /// Runs -resync, on the master unless a server was named.
    func resync(_ domain: NetInfoDomain) throws(ToolFailure) {
        if command.isDryRun { return environment.output.write("would resync domain \(command.domain)\n") }
        try reporting("can't resync domain \(command.domain)") { () throws(NetInfoClientError) in
            try domain.masterConnection().resync()
        }
    }

    /// Runs -statistics.
    func printStatistics(_ ask: () throws(NetInfoClientError) -> PropertyList) throws(ToolFailure) {
        let statistics = try reporting("can't get statistics for domain \(command.domain)", ask)
        if command.settings.usesJSON {
            printJSON(.object([.init("properties", JSONValue(statistics))]))
        } else {
            write(statistics)
        }
    }

    /// Runs -domainname.
    func printName(of domain: NetInfoDomain, resolver: DomainResolver) throws(ToolFailure) {
        let message: MessageText = "can't get name for domain \(command.domain)"
        let name = try reporting(message) { () throws(NetInfoClientError) in
            try resolver.absoluteName(of: domain)
        }
        if command.settings.usesJSON {
            printJSON(.object([.init("domain", .string(name))]))
        } else {
            environment.output.write("\(name)\n")
        }
    }
}

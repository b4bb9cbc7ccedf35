import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// What `nidomain` does once the binder is there.
struct NidomainSession {
    let binder: BinderConnection
    let host: BinderHost
    let command: NidomainCommand
    let environment: ToolEnvironment
    let deadline: ClientDeadline

    /// How long it may take to find out whether a domain is a clone, which only a reminder depends on.
    private static let patience = Duration.seconds(2)

    /// Asks the binder for something, and turns its status into a failure.
    func attempt<Value>(
        _ body: (BinderConnection) throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) {
            return try body(binder)
        } catch {
            throw ToolFailure("operation failed - \(error.status)", exit: .usage, status: error.status.rawValue)
        }
    }

    /// Runs `-l`.
    func list() throws(ToolFailure) {
        let list = try attempt { (binder) throws(NetInfoClientError) in try binder.registrations() }
        if command.settings.usesJSON {
            return environment.output.write(JSONValue.array(list.map(Self.document)).encoded + [UInt8(ascii: "\n")])
        }
        for entry in list { write(entry) }
    }

    /// Runs `-g`.
    func show(_ tag: [UInt8]) throws(ToolFailure) {
        let ports = try attempt { (binder) throws(NetInfoClientError) in try binder.ports(of: tag) }
        let entry = BinderRegistration(tag: tag, ports: ports)
        guard command.settings.usesJSON else { return write(entry) }
        environment.output.write(Self.document(entry).encoded + [UInt8(ascii: "\n")])
    }

    private func write(_ entry: BinderRegistration) {
        environment.output.write("tag=\(entry.tag) udp=\(entry.ports.udp) tcp=\(entry.ports.tcp)\n")
    }

    private static func document(_ entry: BinderRegistration) -> JSONValue {
        .object([
            .init("tag", .string(entry.tag)), .init("udp", .number(Int(entry.ports.udp))),
            .init("tcp", .number(Int(entry.ports.tcp))),
        ])
    }

    /// Runs `-c`. The protocol has room for an IPv4 address only.
    func createClone(_ tag: [UInt8], of master: CloneSource) throws(ToolFailure) {
        let name = String(decoding: master.host, as: UTF8.self)
        let addresses = ClientHostResolver.addresses(of: name, deadline: deadline)
        guard let address = addresses.first(where: \.isIPv4) else { throw BinderHost.unknown(master.host) }
        let number = address.bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        try attempt { (binder) throws(NetInfoClientError) in
            try binder.createClone(tag, of: master.tag, host: master.host, address: number)
        }
    }

    /// Runs `-a`: the ports of a tag are registered under another one too.
    func alias(_ tag: [UInt8], as alias: [UInt8]) throws(ToolFailure) {
        let ports: BinderClient.Ports
        do throws(NetInfoClientError) {
            ports = try binder.ports(of: tag)
        } catch {
            guard error.status == .noTag else { return try attempt { (_) throws(NetInfoClientError) in throw error } }
            throw ToolFailure("unknown tag \(tag)", exit: .usage, status: error.status.rawValue)
        }
        try attempt { (binder) throws(NetInfoClientError) in try binder.register(alias, ports: ports) }
    }

    /// Runs `-d`.
    func destroy(_ tag: [UInt8], _ diagnostics: Diagnostics) throws(ToolFailure) {
        if command.keepsFiles { return try stop(tag) }
        try confirm(tag)
        let master = masterOfClone(tag)
        try attempt { (binder) throws(NetInfoClientError) in try binder.destroyDomain(tag) }
        guard let master else { return }
        diagnostics.warn("\(tag) was a clone of \(master), which still has a serves entry for it in /machines")
    }

    /// Takes the tag out of the binder's list and leaves the database; one that is not in the list is an error.
    private func stop(_ tag: [UInt8]) throws(ToolFailure) {
        try attempt { (binder) throws(NetInfoClientError) in
            _ = try binder.ports(of: tag)
            try binder.unregister(tag)
        }
    }

    /// Asks before a database goes, when somebody is there to answer.
    private func confirm(_ tag: [UInt8]) throws(ToolFailure) {
        guard !command.isForced, environment.isInteractive else { return }
        environment.error.write("destroy domain \(tag) on \(host.name) and its database? ")
        environment.error.flush()
        let answer = environment.readLine() ?? []
        guard answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y") else {
            throw ToolFailure("domain \(tag) not destroyed", exit: .usage)
        }
    }

    /// The master of a domain that is a clone, as `HOST/TAG`; nil when it is none, or nobody can tell.
    private func masterOfClone(_ tag: [UInt8]) -> [UInt8]? {
        guard let address = host.addresses.first, let ports = try? binder.ports(of: tag) else { return nil }
        let endpoint = ClientEndpoint(address: address, port: ports.tcp)
        let deadline = deadline.within(Self.patience)
        guard let connection = try? NetInfoConnection(to: endpoint, tag: tag, deadline: deadline),
            let role = try? connection.statistics().values(of: "tag"), role.dropFirst().first == Array("clone".utf8)
        else { return nil }
        let root = try? connection.read(0).value
        return root?.firstValue(of: "master") ?? Array("its master".utf8)
    }
}

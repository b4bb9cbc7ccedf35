import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// A domain, through its servers.
final class ServerDatastore: Datastore {
    private let argument: [UInt8]
    private let settings: CommonSettings
    /// The bound of each command as a whole; nil when each answer has a bound of its own.
    private let commandLimit: Duration?
    private var domain: NetInfoDomain
    /// The connection to the master, once something was written.
    private var master: NetInfoConnection?
    /// What each answer may take during the present command; nil when the command is bounded as a whole.
    private var patience: Duration?
    let isReadOnly: Bool

    /// Opens the domain that a command line names.
    init(_ invocation: NiclInvocation, login: Login?) throws(ToolFailure) {
        argument = invocation.datasource
        settings = invocation.settings
        commandLimit = invocation.hasTimeout ? invocation.settings.timeout : nil
        isReadOnly = invocation.isReadOnly
        domain = try DomainOpener(settings: settings, login: login).open(argument)
    }

    var reader: any DirectoryAccess { ServerAccess(domain.connection, patience: patience) }

    func writer() throws(NiclFailure) -> any DirectoryAccess {
        ServerAccess(try openMaster("open(\(argument))"), patience: patience)
    }

    private func openMaster(_ prefix: MessageText) throws(NiclFailure) -> NetInfoConnection {
        if let master { return master }
        let found = try NiclFailure.naming(prefix) { () throws(NetInfoClientError) in try domain.masterConnection() }
        master = found
        return found
    }

    func begin(within limit: Duration?) {
        let bound = limit ?? commandLimit
        patience = bound == nil ? NiclInvocation.patience : nil
        let deadline = ClientDeadline.after(bound ?? NiclInvocation.patience)
        domain.connection.deadline = deadline
        master?.deadline = deadline
        // The connector that finds the master has a deadline for life.
        domain = NetInfoDomain(
            servers: domain.servers, server: domain.server, connection: domain.connection,
            connector: ServerConnector(deadline: deadline))
    }

    func statistics() throws(NiclFailure) -> PropertyList {
        try NiclFailure.naming("stats") { () throws(NetInfoClientError) in try domain.connection.statistics() }
    }

    func parentServer() throws(NiclFailure) -> (host: String, tag: [UInt8]) {
        do throws(NetInfoClientError) {
            let binding = try domain.connection.parentBinding()
            return ("\(binding.address)", binding.tag)
        } catch {
            let status = NiclStatus(error.status)
            guard error.status == .networkRoot else { throw NiclFailure("rparent", status) }
            throw NiclFailure("\(error.status)", exit: status.exitStatus, status: status)
        }
    }

    func domainName() throws(NiclFailure) -> [UInt8] {
        try NiclFailure.naming("domainname") { () throws(NetInfoClientError) in
            try DomainResolver(deadline: domain.connection.deadline).absoluteName(of: domain)
        }
    }

    func resync() throws(NiclFailure) {
        let connection = try openMaster("resync")
        try NiclFailure.naming("resync") { () throws(NetInfoClientError) in try connection.resync() }
    }

    func authenticate(_ login: Login) throws(NiclFailure) {
        do throws(ToolFailure) {
            domain = try DomainOpener(settings: settings, login: login).open(argument)
        } catch { throw NiclFailure("auth", .invalidDatastore) }
        master = nil
    }

    func close() {}
}

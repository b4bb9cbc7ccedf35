import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
import ONCRPC

/// A domain, through its servers.
final class ServerDatastore: Datastore {
    private let argument: [UInt8]
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
        commandLimit = invocation.hasTimeout ? invocation.settings.timeout : nil
        isReadOnly = invocation.isReadOnly
        domain = try DomainOpener(settings: invocation.settings, login: login).open(argument)
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

    /// Servers tell "no values" from "no property" at times only, so that here the two are one (`tools.md` 6.3).
    func children(of object: UInt32, with key: [UInt8]) throws(NetInfoClientError) -> [ListEntry] {
        try reader.list(key, of: object).value.map { entry in
            ListEntry(id: entry.id, values: entry.values.flatMap { $0.isEmpty ? nil : $0 })
        }
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
        let uid = try NiclFailure.naming("auth") { () throws(NetInfoClientError) in try userID(of: login.user) }
        let credential = ClientCredential.netInfo(uid: uid ?? ClientCredential.unknownUserID, password: login.password)
        domain.credential = credential
        master?.credential = credential
    }

    /// The uid of a user of the domain. An unknown user is no failure yet: the server refuses the first write.
    private func userID(of user: [UInt8]) throws(NetInfoClientError) -> UInt32? {
        let path = DirectoryPath(components: [.init(value: Array("users".utf8)), .init(value: user)])
        do throws(NetInfoClientError) {
            let found = try domain.search(path).object
            let values = try domain.connection.values(of: Array("uid".utf8), of: found).value
            let number = values.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
            return number.map { UInt32(truncatingIfNeeded: $0) }
        } catch {
            if error.transport != nil { throw error }
            return nil
        }
    }

    func close() {}
}

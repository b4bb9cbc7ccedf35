import NetInfoClient
import NetInfoProtocol

/// The commands about the datasource as a whole (`tools.md` 6.2).
extension NiclSession {
    func printStatistics() throws(NiclFailure) {
        let statistics = try datastore.statistics()
        if invocation.settings.usesJSON { return printJSON(.object([.init("properties", JSONValue(statistics))])) }
        environment.output.write(NiclRecord.lines(statistics.properties, indent: "", style))
    }

    func printDomainName() throws(NiclFailure) {
        let name = try datastore.domainName()
        if invocation.settings.usesJSON { return printJSON(.object([.init("domain", .string(name))])) }
        environment.output.write(name + [UInt8(ascii: "\n")])
    }

    func printParent() throws(NiclFailure) {
        let (host, tag) = try datastore.parentServer()
        if invocation.settings.usesJSON {
            return printJSON(.object([.init("host", .text(host)), .init("tag", .string(tag))]))
        }
        environment.output.write("\(host)/\(tag)\n")
    }

    func resync() throws(NiclFailure) {
        if invocation.isDryRun { return environment.output.write("would resync \(invocation.datasource)\n") }
        try datastore.resync()
    }

    /// auth USER [PASSWORD]
    func authenticate(_ arguments: [[UInt8]]) throws(NiclFailure) {
        var settings = CommonSettings()
        settings.user = arguments[0]
        settings.password = arguments.count > 1 ? arguments[1] : nil
        settings.asksPassword = settings.password == nil
        environment.output.flush()
        let login: Login?
        do throws(ToolFailure) {
            login = try PasswordSource(settings: settings, environment: environment).login()
        } catch { throw NiclFailure(error.message, exit: error.exit) }
        if let login { try datastore.authenticate(login) }
    }
}

import NetInfoClient
import NetInfoProtocol
import ONCRPC

/// `nidomain`: lists, makes and removes the domains that a host serves (`tools.md` 14).
package struct Nidomain: ToolCommand {
    let command: NidomainCommand

    package var settings: CommonSettings { command.settings }

    package static func parse(_ arguments: [[UInt8]]) throws(ToolFailure) -> ParsedCommand<Nidomain> {
        do throws(UsageError) {
            switch try NidomainCommand.parseArguments(arguments) {
            case .help: return .help
            case .version: return .version
            case .command(let command): return .command(Nidomain(command: command))
            }
        } catch { throw misuse(error) }
    }

    package func execute(
        in environment: ToolEnvironment, diagnostics: Diagnostics
    ) throws(ToolFailure) -> ExitStatus {
        command.secretIndexes.forEach(environment.conceal)
        if settings.password != nil, environment.error.isTerminal {
            diagnostics.warn("a password on the command line can be seen by other users")
        }
        let master = command.operation == .createClone ? try CloneSource(parsing: operand(1)) : nil
        let login = try PasswordSource(settings: settings, environment: environment).login()
        let deadline = ClientDeadline.after(settings.timeout)
        let host = try BinderHost(command.host, deadline: deadline)
        guard let binder = connect(to: host, deadline) else {
            diagnostics.report(ToolFailure("cannot connect to server \(host.name)", exit: .usage))
            return command.exitsLikeOriginal && command.host == nil && command.operation.isQuestion ? .success : .usage
        }
        if let login { binder.credential = .netInfo(uid: 0, password: login.password) }
        let session = NidomainSession(
            binder: binder, host: host, command: command, environment: environment, deadline: deadline)
        try perform(session, master, diagnostics)
        return .success
    }

    private func connect(to host: BinderHost, _ deadline: ClientDeadline) -> BinderConnection? {
        for address in host.addresses {
            if let binder = try? BinderConnection(to: address, port: host.port, deadline: deadline) { return binder }
        }
        return nil
    }

    private func perform(
        _ session: NidomainSession, _ master: CloneSource?, _ diagnostics: Diagnostics
    ) throws(ToolFailure) {
        let tag = operand(0)
        switch command.operation {
        case .list: try session.list()
        case .get: try session.show(tag)
        case .createMaster: try session.attempt { (binder) throws(NetInfoClientError) in try binder.createMaster(tag) }
        case .createClone: if let master { try session.createClone(tag, of: master) }
        case .destroy: try session.destroy(tag, diagnostics)
        case .unregister: try session.attempt { (binder) throws(NetInfoClientError) in try binder.unregister(tag) }
        case .alias: try session.alias(tag, as: operand(1))
        }
    }

    private func operand(_ index: Int) -> [UInt8] {
        index < command.operands.count ? command.operands[index] : []
    }
}

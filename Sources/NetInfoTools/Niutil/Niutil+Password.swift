import NetInfoClient
import NetInfoProtocol

/// The operation `-passwd`.
extension Niutil {
    private var failureMessage: MessageText { "can't modify passwd in directory \(pathText)" }

    /// Runs -passwd: looks whether the directory is a user, asks for the password, and writes its hash.
    func changePassword(in domain: NetInfoDomain, _ login: Login?) throws(ToolFailure) {
        let user = try reporting(failureMessage, path: pathText) { () throws(NetInfoClientError) in
            try domain.connection.read(try domain.search(try path()).object).value
        }
        let change = PasswordChange(
            settings: command.newPassword, isForced: command.isForced, environment: environment,
            warn: { diagnostics.warn($0) }, path: pathText,
            command: "niutil -createprop \(command.settings.byTag ? "-t " : "")\(command.domain) \(pathText)")
        let additions = try change.additions(to: user)
        guard !command.isDryRun else {
            environment.output.write("would set passwd in directory \(pathText) to \(change.outcome)\n")
            for addition in additions { environment.output.write("would \(describe(addition))\n") }
            return
        }
        let hash = try change.makeHash()
        // Typing takes the time it takes. What the time-out bounds begins anew.
        let reopened = try DomainOpener(settings: command.settings, login: login).open(command.domain)
        // The hash first: without it, what it is added to may need no password at all.
        try set(Property(name: PasswordChange.key, values: [hash]), in: reopened, failureMessage)
        for addition in additions {
            try set(addition, in: reopened, "passwd is set, but can't \(describe(addition))")
        }
    }

    private func describe(_ property: Property) -> MessageText {
        let values = MessageText(bytes: property.values.flatMap { [UInt8(ascii: " ")] + $0 })
        return "set \(property.name) in directory \(pathText):\(values)"
    }

    private func set(
        _ property: Property, in domain: NetInfoDomain, _ message: MessageText
    ) throws(ToolFailure) {
        try reporting(message, path: pathText) { () throws(NetInfoClientError) in
            let editor = DirectoryEditor(
                connection: try domain.masterConnection(), waitsForBusyMaster: command.retriesBusyMaster)
            _ = try editor.edit(.replace(property.values), of: property.name, in: try path())
        }
    }
}

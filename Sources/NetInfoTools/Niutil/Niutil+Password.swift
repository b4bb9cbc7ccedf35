import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The operation `-passwd`.
extension Niutil {
    private var failureMessage: MessageText { "can't modify passwd in directory \(pathText)" }

    /// Runs -passwd: looks whether the directory is a user, asks for the password, and writes its hash.
    func changePassword(in domain: NetInfoDomain, _ login: Login?) throws(ToolFailure) {
        try changePassword(reading: domain.connection) { () throws(ToolFailure) in
            // Typing takes the time it takes. What the time-out bounds begins anew.
            let reopened = try DomainOpener(settings: command.settings, login: login).open(command.domain)
            return try reporting(failureMessage, path: pathText) { () throws(NetInfoClientError) in
                let deadline = command.retriesBusyMaster ? reopened.connection.deadline : nil
                return DirectoryEditor(access: try reopened.masterConnection(), busyDeadline: deadline)
            }
        }
    }

    /// The same on a database on disk, as one transaction.
    func changePassword(in database: OfflineDatabase) throws(ToolFailure) {
        try changePassword(reading: database.access) { () throws(ToolFailure) in
            DirectoryEditor(access: database.access)
        }
        guard !command.isDryRun else { return }
        try reporting(failureMessage, path: pathText) { () throws(NetInfoClientError) in try database.access.commit() }
    }

    private func changePassword(
        reading access: any DirectoryAccess, writing editor: () throws(ToolFailure) -> DirectoryEditor
    ) throws(ToolFailure) {
        let user = try reporting(failureMessage, path: pathText) { () throws(NetInfoClientError) in
            try access.read(try access.search(try path()).object).value
        }
        let change = PasswordChange(
            settings: command.newPassword, isForced: command.isForced, environment: environment,
            warn: { diagnostics.warn($0) }, path: pathText,
            command: "niutil -createprop \(place) \(pathText)")
        let additions = try change.additions(to: user)
        guard !command.isDryRun else {
            environment.output.write("would set passwd in directory \(pathText) to \(change.outcome)\n")
            for addition in additions { environment.output.write("would \(describe(addition))\n") }
            return
        }
        let hash = try change.makeHash()
        let editor = try editor()
        // The hash first: without it, what it is added to may need no password at all.
        try set(Property(name: PasswordChange.key, values: [hash]), by: editor, failureMessage)
        for addition in additions {
            try set(addition, by: editor, "passwd is set, but can't \(describe(addition))")
        }
    }

    /// The domain or folder as it was given.
    private var place: MessageText {
        if let folder = command.database { return "--database \(folder)" }
        return "\(command.settings.byTag ? "-t " : "")\(command.domain)"
    }

    private func describe(_ property: Property) -> MessageText {
        let values = MessageText(bytes: property.values.flatMap { [UInt8(ascii: " ")] + $0 })
        return "set \(property.name) in directory \(pathText):\(values)"
    }

    private func set(
        _ property: Property, by editor: DirectoryEditor, _ message: MessageText
    ) throws(ToolFailure) {
        try reporting(message, path: pathText) { () throws(NetInfoClientError) in
            _ = try editor.edit(.replace(property.values), of: property.name, in: try path())
        }
    }
}

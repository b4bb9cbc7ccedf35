import NetInfoClient
import NetInfoProtocol

/// The command that sets passwords.
extension NiclSession {
    /// passwd PATH: looks whether the directory is a user, asks for the password, and writes its hash.
    func changePassword(of text: [UInt8]) throws(NiclFailure) {
        let reader = datastore.reader
        let object = try object(at: text, for: "passwd", in: reader)
        let user = try NiclFailure.naming("passwd", path: text) { () throws(NetInfoClientError) in
            try reader.read(object).value
        }
        let change = passwordChange(of: text)
        let additions = try refusing(text) { () throws(ToolFailure) in try change.additions(to: user) }
        if invocation.isDryRun {
            would("set passwd in directory \(text) to \(change.outcome)")
            for addition in additions { would(describe(addition, text)) }
            return
        }
        environment.output.flush()
        let hash = try refusing(text) { () throws(ToolFailure) in try change.makeHash() }
        // Typing takes the time it takes. What a time-out bounds begins anew, and the directory may be another.
        datastore.begin(within: nil)
        // The hash first: without it, what it is added to may need no password at all.
        try set(Property(name: PasswordChange.key, values: [hash]), at: text, "passwd")
        for addition in additions {
            try set(addition, at: text, "passwd is set, but can't \(describe(addition, text))")
        }
    }

    private func passwordChange(of text: [UInt8]) -> PasswordChange {
        let options: MessageText = "\(invocation.isRaw ? "-raw " : "")\(invocation.settings.byTag ? "-t " : "")"
        let command: MessageText = "nicl \(options)\(invocation.datasource) -create \(text)"
        return PasswordChange(
            settings: invocation.newPassword, isForced: invocation.isForced, environment: environment,
            warn: { [environment, reporter] in
                environment.output.flush()
                reporter.diagnostics.warn($0)
            }, path: text, command: isShell ? "create \(text)" : command)
    }

    private func describe(_ property: Property, _ path: [UInt8]) -> MessageText {
        let values = MessageText(bytes: property.values.flatMap { [UInt8(ascii: " ")] + $0 })
        return "set \(property.name) in directory \(path):\(values)"
    }

    private func set(_ property: Property, at path: [UInt8], _ prefix: MessageText) throws(NiclFailure) {
        let editor = DirectoryEditor(access: try datastore.writer())
        let object = try object(at: path, for: prefix, in: editor.access)
        _ = try NiclFailure.naming(prefix, path: path) { () throws(NetInfoClientError) in
            try editor.edit(.replace(property.values), of: property.name, in: object)
        }
    }

    /// Runs `body`, and reports what it refuses as a failure of this command.
    private func refusing<Value>(
        _ path: [UInt8], _ body: () throws(ToolFailure) -> Value
    ) throws(NiclFailure) -> Value {
        do throws(ToolFailure) { return try body() } catch {
            var failure = NiclFailure("passwd: \(error.message ?? "")", exit: error.exit, path: path)
            failure.explanation = error.explanation
            throw failure
        }
    }
}

import NetInfoProtocol

/// Gives a user a new password: whether the directory is one, the question, the hash (`tools.md` 15).
struct PasswordChange {
    let settings: NewPasswordSettings
    let isForced: Bool
    let environment: ToolEnvironment
    /// Says something that is no failure.
    let warn: (MessageText) -> Void
    /// The directory as it was given.
    let path: [UInt8]
    /// The command that sets one of its properties, up to the name of that property.
    let command: MessageText

    static let key = Array("passwd".utf8)
    private static let shortest = 8

    /// What `--dry-run` says that the property would be.
    var outcome: MessageText { "a new \(settings.usesDES ? "DES" : "yescrypt") hash" }

    /// What has to be written after the hash to make it count: nothing, or that `passwd` is what the server checks.
    ///
    /// Throws when the directory is no user, or its password is elsewhere and nothing forces it to be here.
    func additions(to user: PropertyList) throws(ToolFailure) -> [Property] {
        guard user.isAccount else {
            let reason: MessageText = user.values(of: "passwd") == nil ? "neither uid nor passwd" : "a gid but no uid"
            throw ToolFailure("directory \(path) is no user: it has \(reason)", exit: .usage, path: path)
        }
        guard let authority = user.firstValue(of: "authentication_authority") else { return [] }
        let method = Self.method(of: authority)
        if method.starts(with: "basic".utf8) { return [] }
        guard isForced else { throw elsewhere(isShadow: method.starts(with: "ShadowHash".utf8)) }
        return [Property("authentication_authority", ";basic;")]
    }

    private func elsewhere(isShadow: Bool) -> ToolFailure {
        let place: MessageText =
            isShadow ? "a shadow file, and the server does not read shadow files" : "another place than passwd"
        var refusal = ToolFailure(
            "by its authentication_authority, \(path) has its password in \(place)", exit: .usage, path: path)
        refusal.explanation = """
            With ;basic; the server checks passwd:
                \(command) authentication_authority ';basic;'
            Then set the password again, or use --force, which does both.

            """
        return refusal
    }

    /// What is behind the version, by the server's rule (`protocol.md` 4.3).
    private static func method(of authority: [UInt8]) -> ArraySlice<UInt8> {
        guard let separator = authority.firstIndex(of: UInt8(ascii: ";")) else { return [] }
        return authority[(separator + 1)...]
    }

    /// Finds the new password or asks for it, and makes a hash of it.
    func makeHash() throws(ToolFailure) -> [UInt8] {
        if settings.usesDES {
            warn(
                """
                DES is weak and only \(NewPassword.desLength) characters count; it is for NeXTs and Macs up to \
                Mac OS X 10.2, which check the hash themselves and know nothing else
                """)
        }
        let source = NewPassword(
            settings: settings, environment: environment, mayCut: isForced,
            adviceOnEmpty: "For a user who needs none, on purpose:\n    \(command) passwd\n")
        let password = try source.obtain()
        warn(about: password)
        guard let hash = PasswordHasher().hash(password, with: settings.usesDES ? .des : .yescrypt) else {
            throw ToolFailure("the C library cannot make such a hash", exit: .usage)
        }
        return hash
    }

    private func warn(about password: Secret) {
        var characters = 0
        // In UTF-8 the bytes of a character after its first begin with the bits 10.
        _ = password.contains { byte in
            characters += byte & 0xC0 == 0x80 ? 0 : 1
            return false
        }
        if characters < Self.shortest { warn("a password of less than \(Self.shortest) characters is soon guessed") }
        guard settings.usesDES else { return }
        if password.count > NewPassword.desLength { warn("the password is cut to \(NewPassword.desLength) bytes") }
        if password.contains(where: { $0 > 0x7F }) { warn("only 7 bits of each byte count with DES") }
    }
}

extension PropertyList {
    /// Whether this is a user: it has a number, or a password without being a group.
    var isAccount: Bool {
        values(of: "uid") != nil || (values(of: "passwd") != nil && values(of: "gid") == nil)
    }
}

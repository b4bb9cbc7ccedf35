import Glibc

/// What the options say about a new password.
package struct NewPasswordSettings: Hashable, Sendable {
    package var file: [UInt8]?
    package var descriptor: Int32?
    package var usesDES = false

    package init() {}
}

/// Finds a new password where the options say, or asks for it twice, and refuses what cannot be one.
struct NewPassword {
    /// What the protocol carries as a password: the name of a machine (`protocol.md` 4.3).
    private static let longest = 255
    /// What counts with DES.
    static let desLength = 8

    let settings: NewPasswordSettings
    let environment: ToolEnvironment
    /// Whether DES may cut it.
    let mayCut: Bool
    /// What an empty one is refused with: how to have an account without password.
    let adviceOnEmpty: MessageText

    /// The password, unless it is refused.
    func obtain() throws(ToolFailure) -> Secret {
        if let file = settings.file {
            let descriptor = try PasswordFile.open(file)
            defer { close(descriptor) }
            return try accept(Secret.readLine(from: descriptor) ?? Secret([]))
        }
        if let descriptor = settings.descriptor {
            return try accept(Secret.readLine(from: descriptor) ?? Secret([]))
        }
        guard let terminal = PasswordTerminal() else { return try accept(Secret.readLine(from: environment.input)) }
        let password = try accept(terminal.askForSecret("New password: "))
        guard let again = PasswordTerminal()?.askForSecret("Retype new password: ") else { throw Self.none }
        guard password.isEqual(to: again) else { throw ToolFailure("the passwords differ", exit: .usage) }
        return password
    }

    private static let none = ToolFailure("no new password was given", exit: .usage)

    private func accept(_ password: Secret?) throws(ToolFailure) -> Secret {
        guard let password else { throw Self.none }
        guard password.count > 0 else {
            var refusal = ToolFailure("the new password is empty", exit: .usage)
            refusal.explanation = adviceOnEmpty
            throw refusal
        }
        guard !password.isCut, password.count <= Self.longest else {
            throw ToolFailure(
                "the new password is longer than the \(Self.longest) bytes that can be sent", exit: .usage)
        }
        // On the way every byte is complemented, and what becomes NUL ends the password.
        guard !password.contains(where: { $0 == 0 || $0 == 0xFF }) else {
            throw ToolFailure("the new password has a byte that cannot be sent: 0 or 255", exit: .usage)
        }
        guard !settings.usesDES || mayCut || password.count <= Self.desLength else {
            throw ToolFailure(
                "only \(Self.desLength) bytes of a password count with DES, and the new one has more; --force cuts it",
                exit: .usage)
        }
        return password
    }
}

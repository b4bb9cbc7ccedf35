import Glibc

/// Who to act as, once the password is known.
package struct Login: Hashable, Sendable {
    package var user: [UInt8]
    package var password: [UInt8]
}

/// Finds the password that the options or the environment name, or asks for it (`tools.md` 1.4 and 15).
package struct PasswordSource {
    private let settings: CommonSettings
    private let environment: ToolEnvironment

    package init(settings: CommonSettings, environment: ToolEnvironment) {
        self.settings = settings
        self.environment = environment
    }

    /// The user and password to send; nil when no option asks to act as somebody.
    package func login() throws(ToolFailure) -> Login? {
        let isAsked =
            settings.user != nil || settings.password != nil || settings.asksPassword || settings.passwordFile != nil
            || settings.passwordDescriptor != nil
        guard isAsked else { return nil }
        return Login(user: settings.user ?? Array("root".utf8), password: try password())
    }

    private func password() throws(ToolFailure) -> [UInt8] {
        if let password = settings.password { return password }
        if let file = settings.passwordFile { return try read(file: file) }
        if let descriptor = settings.passwordDescriptor { return LineReader.readLine(from: descriptor) ?? [] }
        if !settings.asksPassword, let password = environment.variable("NETINFO_PASSWORD") { return password }
        if let terminal = PasswordTerminal() { return terminal.ask("Password: ") ?? [] }
        return environment.readLine() ?? []
    }

    private func read(file: [UInt8]) throws(ToolFailure) -> [UInt8] {
        let descriptor = try PasswordFile.open(file)
        defer { close(descriptor) }
        return LineReader.readLine(from: descriptor) ?? []
    }
}

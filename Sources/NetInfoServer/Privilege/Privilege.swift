import CLinux
import Glibc
package import Logging

/// Whom the server runs as, and how a server that root started gets there.
///
/// Linux keeps user and capabilities for each thread, and by the time the configuration is read there are several. So
/// the process becomes the user on one thread and executes itself again: every thread of the new program has from its
/// start what that one thread was left with.
package struct Privilege: Sendable {
    /// Whom the server runs as.
    package let account: Account
    /// Whether root runs the server because nobody said otherwise.
    package let isRootByDefault: Bool

    /// Decides by what is configured, and by who has started this process.
    ///
    /// - Throws: that there is no such user, or that only root can become it.
    package init(_ configuration: DaemonConfiguration) throws(ConfigurationError) {
        try self.init(user: configuration.user, current: .current, standard: .standard)
    }

    init(user: String?, current: Account, standard: Account?) throws(ConfigurationError) {
        let wanted: Account?
        if let user { wanted = try Account(user) } else { wanted = current.isRoot ? standard : nil }
        if let wanted, !current.isRoot, wanted.user != current.user {
            throw ConfigurationError(
                "user: only root can start a server that runs as \(wanted.text), and this is \(current.text); with "
                    + "systemd, say User=\(wanted.text) in the unit instead")
        }
        account = wanted ?? current
        isRootByDefault = wanted == nil && current.isRoot
    }

    // MARK: At the start of the program

    /// Gives up what a program that is not root's does not need. Call it before other threads exist.
    package static func shed() {
        // The name that others find the server by; without this it is that of the link it was executed by.
        _ = name_process("netinfod")
        guard geteuid() != 0 else { return }
        Capabilities.keepOnlyPortBinding(inheritable: false)
        Capabilities.forbidNewPrivileges()
    }

    // MARK: Once the configuration is known

    /// Requires that nobody else can change the settings this server goes by.
    ///
    /// - Throws: who can, and the command that ends it.
    package func requireSafe(configuration file: String) throws(DaemonError) {
        try FileCustody(account).requireSafe(configuration: file)
    }

    /// Requires that nobody else can change the store. When root has started the server for another user, makes the
    /// folders of a first start, becomes that user, executes this program again and does not return.
    ///
    /// - Throws: what others can change, or why it cannot become that user.
    package func take(_ configuration: DaemonConfiguration) throws(DaemonError) {
        let custody = FileCustody(account)
        let mustBecome = geteuid() == 0 && !account.isRoot
        if mustBecome {
            try custody.prepare(store: configuration.store, socketFolder: configuration.socketFolder)
        }
        try custody.requireSafe(store: configuration.store)
        if mustBecome { try become() }
    }

    /// Says whom the server runs as, if that is not what it should be.
    package func explain(_ logger: Logger) {
        guard isRootByDefault else { return }
        logger.warning(
            """
            running as root, which nothing needs: make a user netinfo, as with 'useradd --system --home-dir \
            /var/lib/netinfo netinfo', and give it the store, or name another user with --user; --user root keeps root
            """)
    }

    private func become() throws(DaemonError) -> Never {
        Capabilities.emptyBoundingSet()
        guard Capabilities.surviveChangeOfUser() else { throw failure("keep the right to bind ports below 1024 as") }
        let hasGroups = account.name.map { initgroups($0, account.group) == 0 } ?? (setgroups(0, nil) == 0)
        guard hasGroups, setgid(account.group) == 0, setuid(account.user) == 0 else { throw failure("become") }
        guard Capabilities.keepOnlyPortBinding(inheritable: true) else {
            throw failure("keep the right to bind ports below 1024 as")
        }
        guard Capabilities.forbidNewPrivileges() else { throw failure("give up new privileges as") }
        guard setuid(0) != 0, getuid() == account.user, geteuid() == account.user, getegid() == account.group else {
            throw DaemonError("cannot become the user \(account.text) for good")
        }
        // The link leads to this very file even where the user cannot enter its folder.
        execv("/proc/self/exe", CommandLine.unsafeArgv)
        throw failure("execute netinfod again as")
    }

    private func failure(_ what: String) -> DaemonError {
        DaemonError(
            "cannot \(what) the user \(account.text): \(String(cString: strerror(errno))); start the server as that user, "
                + "or with --user root")
    }
}

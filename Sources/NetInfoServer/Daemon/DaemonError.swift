import Glibc
package import NetInfoStore
package import ONCRPC

/// Why the daemon cannot start: one line with a remedy.
package struct DaemonError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    /// A socket that could not be opened.
    package init(_ error: SystemError, port: UInt16) {
        switch error.code {
        case EADDRINUSE:
            description =
                "\(error); another program, maybe another netinfod, serves port \(port): stop it or choose --port"
        case EACCES:
            description =
                "\(error); ports below 1024 need root or CAP_NET_BIND_SERVICE: run as root, or choose --port 7660"
        case EADDRNOTAVAIL:
            description = "\(error); this host has no such address: see --listen"
        default: description = error.description
        }
    }

    /// A store that could not be opened.
    package init(_ error: StoreError) { description = error.description }
}

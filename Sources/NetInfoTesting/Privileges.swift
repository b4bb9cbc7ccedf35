import Glibc

/// What only root may do.
package enum Privileges {
    /// Whether this process may take ports below 1024; a loud line when not.
    package static func mayUseReservedPorts(for test: String) -> Bool {
        if geteuid() == 0 { return true }
        print("SKIPPED: \(test) needs root")
        return false
    }
}

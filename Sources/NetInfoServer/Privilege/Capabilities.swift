import CLinux
import Glibc

/// What a process of this user may do that is root's. Linux keeps it for every thread by itself, and so do these
/// functions: they change the calling thread, and the program that it executes.
enum Capabilities {
    private static let portBinding = UInt32(1) << UInt32(CAP_NET_BIND_SERVICE)

    /// Keeps the right to bind ports below 1024, if there is one, and nothing else. With `inheritable` the programs that
    /// this thread executes have it, too.
    @discardableResult
    static func keepOnlyPortBinding(inheritable: Bool) -> Bool {
        var header = __user_cap_header_struct(version: UInt32(_LINUX_CAPABILITY_VERSION_3), pid: 0)
        var held = [__user_cap_data_struct](repeating: __user_cap_data_struct(), count: 2)
        guard capget(&header, &held) == 0 else { return false }
        let kept = held[0].permitted & portBinding
        let data = [
            __user_cap_data_struct(effective: kept, permitted: kept, inheritable: inheritable ? kept : 0),
            __user_cap_data_struct(),
        ]
        guard capset(&header, data) == 0 else { return false }
        guard inheritable, kept != 0 else { return true }
        return process_control(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_RAISE), UInt(CAP_NET_BIND_SERVICE)) == 0
    }

    /// Takes everything else out of what the thread could ever get back, as far as it may.
    static func emptyBoundingSet() {
        for capability in 0..<UInt(64) where capability != UInt(CAP_NET_BIND_SERVICE) {
            guard process_control(PR_CAPBSET_READ, capability, 0) >= 0 else { return }
            _ = process_control(PR_CAPBSET_DROP, capability, 0)
        }
    }

    /// Keeps what the thread may do through the change of its user.
    static func surviveChangeOfUser() -> Bool { process_control(PR_SET_KEEPCAPS, 1, 0) == 0 }

    /// Programs that are executed from here on get no privileges of their own.
    @discardableResult
    static func forbidNewPrivileges() -> Bool { process_control(PR_SET_NO_NEW_PRIVS, 1, 0) == 0 }
}

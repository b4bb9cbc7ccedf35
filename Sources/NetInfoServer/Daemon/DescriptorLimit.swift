import Glibc
import ONCRPC

/// The number of file descriptors this process may have.
enum DescriptorLimit {
    /// Descriptors that are not connections: the store's files, sockets, pipes.
    private static let reserve = 128

    /// Raises the limit as far as the system lets us, and fits the number of connections to it.
    static func raise(_ limits: TransportLimits) -> TransportLimits {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = min(limit.rlim_max, 65_536)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        var fitted = limits
        let usable = Int(clamping: limit.rlim_cur) - min(reserve, Int(clamping: limit.rlim_cur) / 4)
        fitted.connections = min(limits.connections, max(usable, 8))
        return fitted
    }
}

import Glibc
import NetInfoClient
import NetInfoStore
import ONCRPC

/// The server that holds a store on this host.
struct RunningServer {
    /// How long it may take to serve a domain that was put into its store.
    private static let patience = Duration.seconds(10)

    private let holder: StoreHolder

    init(_ holder: StoreHolder) { self.holder = holder }

    /// Has it look for domains that it does not serve yet.
    func reload() throws(ToolFailure) {
        guard holder.isServer, kill(holder.process, SIGHUP) == 0 else {
            let reason = holder.isServer ? String(cString: strerror(errno)) : "it is no server any more"
            throw Self.failure("but \(holder) cannot be told so (\(reason)); send it SIGHUP or restart it")
        }
    }

    /// Waits until its binder knows the tag.
    func waitForDomain(_ tag: String) throws(ToolFailure) -> BinderClient.Ports {
        let deadline = ClientDeadline.after(Self.patience)
        guard let port = holder.port else {
            throw Self.failure("and \(holder) was told so, but its port is not known")
        }
        let binder = ClientEndpoint(address: .loopback, port: port)
        repeat {
            let ports = try? BinderClient.ports(of: Array(tag.utf8), overStreamAt: binder, deadline: deadline)
            if let ports { return ports }
            usleep(50_000)
        } while !deadline.hasPassed
        throw Self.failure(
            "but \(holder) does not answer for it on port \(port) of this host; see its log for the reason")
    }

    private static func failure(_ rest: String) -> ToolFailure {
        ToolFailure("the domain is in the store, \(rest)", exit: .failure)
    }
}

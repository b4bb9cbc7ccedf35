import NetInfoClient
import NetInfoStore
import ONCRPC

/// What can be found out about the server of a store: from its lock, from what the server says, and by asking it.
struct ServerState {
    /// How long the server may take to answer.
    private static let patience = Duration.seconds(3)

    let store: String
    /// Whether the store exists.
    let exists: Bool
    /// Who holds the store; nil when nobody does.
    let holder: StoreHolder?
    /// What the server says of itself; nil when there is none, or it does not say.
    var server: ServerStatus?
    /// Whether its binder answers.
    let answers: Bool

    /// Looks at the store in the folder `store`. Throws when that is not allowed.
    init(store: String) throws(ToolFailure) {
        self.store = store
        exists = SystemFiles().state(of: store) != nil
        do throws(StoreError) {
            holder = try StoreHolder.of(store)
        } catch {
            throw ToolFailure(
                "\(error.description); run this as root, or as the user of the server", exit: .failure)
        }
        server = holder.flatMap { ServerStatus.read(from: store, of: $0) }
        answers = Self.asks(holder, server)
    }

    /// Asks the binder for some domain; no such domain is an answer as well.
    private static func asks(_ holder: StoreHolder?, _ server: ServerStatus?) -> Bool {
        guard let port = holder?.port else { return false }
        let listen = (server?.listen ?? []).compactMap { ClientAddress($0) }
        let address = listen.isEmpty ? .loopback : listen.first(where: \.isLoopback) ?? listen[0]
        let tag = Array((server?.domains.first?.tag ?? "network").utf8)
        do throws(NetInfoClientError) {
            return try BinderClient.ports(
                of: tag, overStreamAt: ClientEndpoint(address: address, port: port), deadline: .after(patience)) != nil
        } catch {
            return error.transport == nil
        }
    }
}

import ONCRPC

/// A domain that is being served, and the sockets that end with it.
final class DomainService {
    let server: DomainServer
    let sources: [any EventSource]

    init(server: DomainServer, sources: [any EventSource]) {
        self.server = server
        self.sources = sources
    }
}

import Dispatch
import Logging
import NetInfoStore
import ONCRPC
import Synchronization

/// Domains that something else, such as `netinfo import`, puts into the store while the server runs.
extension Daemon {
    /// Serves every domain of the store that is not served yet. Returns at once; the disk work happens elsewhere.
    ///
    /// The store is listed on the queue that makes and removes domains, and what was listed is compared on the loop:
    /// so a domain that comes or goes meanwhile is either served or in `moving`.
    func takeInDomains() {
        let store = store
        let found = Found()
        runOffLoop({ () throws(StoreError) in found.tags.withLock { $0 = store.tags } }) { [self] _ in
            for tag in found.tags.withLock({ $0 }) where services[tag] == nil && !moving.contains(tag) { takeIn(tag) }
        }
    }

    private func takeIn(_ tag: String) {
        let store = store
        let audit = host.auditing?.trail(of: tag)
        let onCommit = ServerHost.commitHandler(for: loop.mailbox, logger: logger, audit: audit)
        let opened = Opened()
        moving.insert(tag)
        runOffLoop({ () throws(StoreError) in
            let domain = try store.open(tag, onCommit: onCommit)
            opened.domain.withLock { $0 = domain }
        }) { [self] failure in
            moving.remove(tag)
            if let domain = opened.domain.withLock({ $0 }) {
                serveFound(domain, audit)
            } else if let failure {
                logger.error("cannot serve a domain found in the store: \(failure)", metadata: ["domain": "\(tag)"])
            }
        }
    }

    private func serveFound(_ domain: Domain, _ audit: AuditTrail?) {
        let logger = logger
        do throws(DaemonError) {
            try serve(domain, audit, on: nil)
            logger.info("serving a domain found in the store", metadata: ["domain": "\(domain.tag)"])
        } catch {
            logger.error(
                "cannot serve a domain found in the store: \(error)", metadata: ["domain": "\(domain.tag)"])
            workQueue.async {
                domain.close()
                audit?.close()
            }
        }
    }
}

/// The tags that were found on the work queue, for the loop.
private final class Found: Sendable {
    let tags = Mutex<[String]>([])
}

/// The domain that was opened on the work queue, for the loop.
private final class Opened: Sendable {
    let domain = Mutex<Domain?>(nil)
}

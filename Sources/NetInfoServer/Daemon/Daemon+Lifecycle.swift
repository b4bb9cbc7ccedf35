import Dispatch
import Logging
package import NetInfoProtocol
import NetInfoStore
import ONCRPC

/// Domains made and destroyed while the server runs. The disk work happens elsewhere; the loop never waits for it.
extension Daemon: DomainLifecycle {
    package func createDomain(_ tag: String, completion: @escaping (NIStatus) -> Void) {
        let tree = NewDomain.master(tag: tag, host: HostInterfaces.hostName, addresses: host.ownAddresses)
        let store = store
        runOffLoop({ () throws(StoreError) in try store.create(tag, tree) }) { [self] failure in
            if let failure {
                logger.error("cannot create a domain: \(failure)", metadata: ["domain": "\(tag)"])
                completion(.systemError)
                return
            }
            do throws(DaemonError) {
                try serveNew(tag)
                logger.info("created a domain", metadata: ["domain": "\(tag)"])
                completion(.ok)
            } catch {
                logger.error("cannot serve a new domain: \(error)", metadata: ["domain": "\(tag)"])
                completion(.systemError)
            }
        }
    }

    package func destroyDomain(_ tag: String, completion: @escaping (NIStatus) -> Void) {
        guard let (domain, audit) = withdraw(tag) else {
            host.registry.unregister(Array(tag.utf8))
            completion(.ok)
            return
        }
        let store = store
        moving.insert(tag)
        let keepsData = configuration.policy.destroyedDomains == .trash
        runOffLoop({ () throws(StoreError) in
            domain.close()
            audit?.close()
            if keepsData { try store.discard(tag) } else { try store.destroy(tag) }
        }) { [self] failure in
            moving.remove(tag)
            if let failure { logger.error("cannot remove a domain: \(failure)", metadata: ["domain": "\(tag)"]) }
            logger.notice(
                "destroyed a domain",
                metadata: ["domain": "\(tag)", "data": "\(keepsData ? store.trash : "removed")"])
            completion(failure == nil ? .ok : .systemError)
        }
    }

    func runOffLoop(
        _ work: @escaping @Sendable () throws(StoreError) -> Void, then finish: @escaping (StoreError?) -> Void
    ) {
        let mailbox = loop.mailbox
        let number = continuations.add(finish)
        let continuations = continuations
        workQueue.async {
            var failure: StoreError?
            do throws(StoreError) { try work() } catch { failure = error }
            mailbox.perform { [failure] _ in continuations.resume(number, failure) }
        }
    }
}

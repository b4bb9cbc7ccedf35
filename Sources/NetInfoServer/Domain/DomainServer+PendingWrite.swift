import Logging
import NetInfoProtocol
import XDR

extension PendingWrite {
    /// Logs a write that took too long to become durable.
    func logIfSlow(at now: UInt64, _ logger: Logger) {
        let elapsed = now &- started
        guard elapsed > DomainServer.slow else { return }
        logger.warning(
            "slow call",
            metadata: [
                "procedure": "\(procedure)", "milliseconds": "\(elapsed / 1_000_000)", "peer": "\(peer)",
            ])
    }
}

extension NIStatus {
    /// The status as the whole result of a failed procedure.
    var encoded: [UInt8] {
        var writer = XDRWriter(capacity: 4)
        writer.write(rawValue)
        return writer.bytes()
    }
}

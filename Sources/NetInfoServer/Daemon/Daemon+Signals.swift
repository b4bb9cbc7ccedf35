import Foundation
import Logging
import NetInfoStore
import ONCRPC

extension Daemon {
    /// Stops on SIGTERM and SIGINT; reloads on SIGHUP.
    package func watchSignals(_ signals: [Int32], reload overrides: [String: String]) throws(DaemonError) {
        do throws(SystemError) {
            let source = try SignalSource(signals) { [unowned self] signal in
                if signal == SIGHUP {
                    reload()
                } else {
                    logger.info("stopping", metadata: ["signal": "\(signal == SIGINT ? "SIGINT" : "SIGTERM")"])
                    stop()
                }
            }
            try loop.add(source, .readable)
        } catch {
            throw DaemonError(error.description)
        }
    }

    /// Takes in what was edited on disk, forgets what is known of the network, and serves domains that were put into
    /// the store meanwhile.
    func reload() {
        logger.info("reloading")
        takeInDomains()
        for service in services.values {
            service.server.parent.forget()
            service.server.domain.reload()
        }
    }

    /// Writes the ready file, if there is to be one, once the loop runs.
    package func announce() throws(DaemonError) {
        guard let path = configuration.readyFile else { return }
        let ports = host.registry.entries.map { entry in
            "{\"tag\":\(Self.json(entry.tag)),\"udp\":\(entry.ports.udp),\"tcp\":\(entry.ports.tcp)}"
        }
        let text =
            "{\"binder\":{\"udp\":\(binderPorts.udp),\"tcp\":\(binderPorts.tcp)},"
            + "\"domains\":[\(ports.joined(separator: ","))]}\n"
        guard FileManager.default.isWritableFile(atPath: (path as NSString).deletingLastPathComponent) else {
            throw DaemonError("cannot write the ready file \(path): its folder is missing or not writable")
        }
        let logger = logger
        loop.mailbox.perform { _ in
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                logger.error("cannot write the ready file \(path): \(error.localizedDescription)")
            }
        }
    }

    private static func json(_ tag: [UInt8]) -> String {
        let data = try? JSONSerialization.data(
            withJSONObject: String(decoding: tag, as: UTF8.self), options: [.fragmentsAllowed, .withoutEscapingSlashes])
        return String(decoding: data ?? Data("\"\"".utf8), as: UTF8.self)
    }
}

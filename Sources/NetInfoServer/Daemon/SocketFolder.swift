import CLinux
import Glibc
import Logging
import ONCRPC

/// The folder of Unix-domain sockets: `<port>.sock` beside each TCP port that is served.
///
/// Programs of this host find the socket by the port, and are known by their user. Whatever goes wrong is logged, and
/// serving goes on by TCP and UDP.
final class SocketFolder {
    private let path: String
    private let logger: Logger
    private var files: [ObjectIdentifier: SocketFile] = [:]

    /// Makes the folder if it is missing; nil, said in the log, when it cannot be used.
    init?(_ path: String, logger: Logger) {
        self.path = path
        self.logger = logger
        do throws(SystemError) {
            try Self.prepare(path)
        } catch {
            Self.warn(logger, path, error, "say --socket-folder with a folder of yours, or off")
            return nil
        }
    }

    deinit { removeAll() }

    private static func prepare(_ path: String) throws(SystemError) {
        if mkdir(path, 0o755) == 0 {
            // The umask may be stricter, but everybody is to find the sockets.
            guard chmod(path, 0o755) == 0 else { throw SystemError("open the folder \(path) to everybody") }
        } else if errno != EEXIST {
            throw SystemError("make the folder \(path)")
        }
        var status = statx()
        guard statx(AT_FDCWD, path, 0, UInt32(STATX_BASIC_STATS), &status) == 0 else {
            throw SystemError("use the folder \(path)")
        }
        let mode = mode_t(status.stx_mode)
        guard mode & S_IFMT == S_IFDIR else { throw SystemError(code: ENOTDIR, "use the folder \(path)") }
        guard mode & S_IWOTH == 0 else {
            throw SystemError(code: EPERM, "use the folder \(path), where anybody could put a socket")
        }
        guard access(path, W_OK | X_OK) == 0 else { throw SystemError("put sockets into the folder \(path)") }
    }

    private static func warn(_ logger: Logger, _ path: String, _ error: SystemError, _ remedy: String) {
        logger.warning(
            """
            no Unix-domain socket: \(error); programs of this host connect by TCP, and write with a password or from a \
            port below 1024: \(remedy)
            """, metadata: ["path": "\(path)"])
    }

    /// Serves `endpoint` on the socket that goes with a TCP port; nil, said in the log, when that cannot be.
    func listen(port: UInt16, _ endpoint: RPCEndpoint, on loop: EventLoop) -> (any EventSource)? {
        let path = "\(path)/\(port).sock"
        do throws(SystemError) {
            let file = try SocketFile(listeningAt: path)
            let listener = StreamListener(descriptor: file.descriptor, endpoint: endpoint)
            do throws(SystemError) {
                try loop.add(listener, .readable)
            } catch {
                file.remove()
                close(file.descriptor)
                throw error
            }
            files[ObjectIdentifier(listener)] = file
            return listener
        } catch {
            let isTaken = error.code == EADDRINUSE
            Self.warn(
                logger, path, error,
                isTaken ? "another server has it; say --socket-folder with another folder" : "mend that, or restart")
            return nil
        }
    }

    /// The socket that goes with a TCP port; nil when there is none.
    func file(port: UInt16) -> String? {
        let path = "\(path)/\(port).sock"
        return files.values.contains { $0.path == path } ? path : nil
    }

    /// Removes the file of a listener that is about to end; of no other source.
    func remove(_ source: any EventSource) {
        files.removeValue(forKey: ObjectIdentifier(source))?.remove()
    }

    /// Removes all files: nobody is to find this server any more.
    func removeAll() {
        for file in files.values { file.remove() }
        files = [:]
    }
}

import Foundation
import Glibc

/// A machine of a test's own: network, mounts and host name `vm` are private, its address is 10.9.8.1, and a daemon
/// serves a new domain `network` and below it `local`, as a fresh installation does.
struct NetworkNamespace {
    private let programs: URL

    /// The machine; nil, said aloud, when this process may not make one or the programs are not built.
    init?(for test: String) {
        // Programs are built beside the test bundle that this process was started with.
        programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let isBuilt = ["netinfo", "netinfod"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: programs.appendingPathComponent($0).path)
        }
        guard geteuid() == 0, isBuilt, (try? Self.run("/usr/bin/unshare", ["-n", "-m", "-u", "true"]))?.status == 0
        else {
            print("SKIPPED: \(test) needs root, namespaces and the built programs")
            return nil
        }
    }

    /// Runs shell commands on the machine and returns everything they print, standard error included. The daemon gets
    /// these options on top of its usual ones.
    func run(_ commands: String, daemonOptions: String = "") throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netinfo-vm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for tool in ["niutil", "nicl", "nidump", "niload", "nigrep", "nireport", "nifind", "nidomain"] {
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent(tool), withDestinationURL: programs.appendingPathComponent("netinfo"))
        }
        let script = Self.start + commands + Self.end
        return try Self.run(
            "/usr/bin/unshare", ["-n", "-m", "-u", "sh", "-c", script],
            [
                "FOLDER": folder.path, "DAEMON": programs.appendingPathComponent("netinfod").path,
                "OPTIONS": daemonOptions,
                "NETINFOD_SOCKET_FOLDER": folder.appendingPathComponent("sockets").path,
                "NETINFO_SOCKETS": folder.appendingPathComponent("sockets").path,
            ]
        ).output
    }

    private static let start = """
        exec 2>&1
        hostname vm
        ip link set lo up
        ip link add d0 type veth peer name d1
        ip addr add 10.9.8.1/24 dev d0
        ip link set d0 up
        ip link set d1 up
        mount -t tmpfs tmpfs /run
        PATH=$FOLDER:$PATH
        "$DAEMON" --store "$FOLDER/store" --user root --security original \\
            --ready-file "$FOLDER/ready" $OPTIONS 2>"$FOLDER/log" &
        daemon=$!
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            [ -f "$FOLDER/ready" ] && break
            sleep 0.2
        done

        """

    private static let end = "\nkill $daemon 2>/dev/null\nwait $daemon 2>/dev/null\nexit 0\n"

    private static func run(
        _ program: String, _ arguments: [String], _ variables: [String: String] = [:]
    ) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }
}

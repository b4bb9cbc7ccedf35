import Foundation
import Glibc
import NetInfoDirectory
import NetInfoTesting
import NetInfoTools

/// A store that a server made and has let go of, and tools run on the folder of its domain `network`.
final class OfflineStore {
    private let server: TestServer

    /// The domain's folder.
    var folder: String { server.store + "/nodes/network" }

    init(_ tree: DirectoryTree = DirectoryTree()) throws {
        server = try TestServer(domains: ["network": tree])
        server.stop()
    }

    /// Runs a tool, of whose words `FOLDER` stands for the folder.
    func run(
        _ line: String, _ input: String = "", stop: () -> StopRequest = { StopRequest() }
    ) throws -> ToolRun {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map {
            $0 == "FOLDER" ? folder : String($0)
        }
        return try Self.tool(words, input, stop: stop)
    }

    /// What `netinfo check` says of the store.
    func check() throws -> ToolRun { try Self.tool(["netinfo", "check", "--store", server.store]) }

    /// Runs a tool, again while the store is locked: a process that another test starts at the same time holds this
    /// one's descriptors, locks and all, for a moment.
    static func tool(
        _ words: [String], _ input: String = "", stop: () -> StopRequest = { StopRequest() }
    ) throws -> ToolRun {
        for _ in 0..<100 {
            let run = try ToolRun(words, bytes: Array(input.utf8), stop: stop())
            guard run.error.contains("in use by") else { return run }
            usleep(20_000)
        }
        return try ToolRun(words, bytes: Array(input.utf8), stop: stop())
    }
}

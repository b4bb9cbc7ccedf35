import Foundation
import NetInfoTools

/// A tool run inside the test with its streams caught.
struct ToolRun {
    let status: Int32
    let output: String
    /// The output as it is, UTF-8 or not.
    let outputBytes: [UInt8]
    let error: String

    /// Runs a tool; words are separated by single blanks.
    init(_ line: String, input: String = "", variables: [String: String] = [:]) throws {
        try self.init(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init), input, variables)
    }

    init(_ words: [String], _ input: String = "", _ variables: [String: String] = [:]) throws {
        try self.init(words, bytes: Array(input.utf8), variables)
    }

    init(
        _ words: [String], bytes input: [UInt8], _ variables: [String: String] = [:], stop: StopRequest = StopRequest()
    ) throws {
        let streams = try (0..<3).map { _ in try TemporaryStream() }
        try streams[0].fill(input)
        let environment = ToolEnvironment(
            input: streams[0].descriptor, output: OutputWriter(descriptor: streams[1].descriptor),
            error: OutputWriter(descriptor: streams[2].descriptor), variable: { variables[$0].map { Array($0.utf8) } },
            stop: stop)
        status = ToolMain.run(arguments: words.map { Array($0.utf8) }, environment: environment)
        outputBytes = try streams[1].contents()
        output = String(decoding: outputBytes, as: UTF8.self)
        error = String(decoding: try streams[2].contents(), as: UTF8.self)
    }
}

/// A nameless temporary file.
private final class TemporaryStream {
    private let handle: FileHandle

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("netinfo-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: url.path, contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        handle = try FileHandle(forUpdating: url)
        try FileManager.default.removeItem(at: url)
    }

    var descriptor: Int32 { handle.fileDescriptor }

    func fill(_ bytes: [UInt8]) throws {
        try handle.write(contentsOf: bytes)
        try handle.seek(toOffset: 0)
    }

    func contents() throws -> [UInt8] {
        try handle.seek(toOffset: 0)
        return Array(try handle.readToEnd() ?? Data())
    }
}

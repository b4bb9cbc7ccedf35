import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// Directories with everything below them, in the raw format or JSON (`tools.md` 10.3).
extension Niload {
    func loadTree(at argument: [UInt8], _ login: Login?) throws(ToolFailure) -> ExitStatus {
        let outline = try parseTree(try readInput())
        guard let path = try? DirectoryPath(argument) else {
            throw ToolFailure(
                "Can't access directory \(argument): \(NIStatus.noDirectory)", exit: .usage,
                status: NIStatus.noDirectory.rawValue, path: argument)
        }
        try writing(login) { destination throws(ToolFailure) in
            let load = TreeLoad(self, outline, path, destination)
            try command.isDryRun ? load.show() : load.execute()
        }
        return .success
    }

    private func parseTree(_ text: [UInt8]) throws(ToolFailure) -> DirectoryOutline {
        do throws(FormatProblem) {
            let outline =
                try command.settings.usesJSON
                ? OutlineJSONReader.read(text) : RawReader.read(text, isLegacy: command.isLegacyRaw)
            for node in outline.nodes {
                if let reason = Self.excess(in: node.properties) {
                    throw FormatProblem(line: 1, column: 1, reason: Array(reason.utf8))
                }
            }
            return outline
        } catch {
            throw ToolFailure("\(error.reason) at line \(error.line), column \(error.column)", exit: .syntax)
        }
    }
}

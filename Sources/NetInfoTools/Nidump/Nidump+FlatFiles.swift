import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol

/// Flat files (`tools.md` 7.2).
extension Nidump {
    /// Writes the entries of a directory. A directory that does not exist is an empty file, as it always was.
    func writeFile(_ name: FormatName, _ source: any DirectorySource) throws(ToolFailure) -> ExitStatus {
        guard let format = name.format(hidesPasswords: command.hidesPasswords) else { return .success }
        let path = format.directory
        let entries = try entries(of: path, isSingle: format.isSingle, source)
        if command.settings.usesJSON {
            writeJSON(entries, format)
            return .success
        }
        var status = ExitStatus.success
        var header = format.header
        func write(_ text: [UInt8]) {
            environment.output.write(header + text)
            header = []
        }
        for entry in entries ?? [] {
            let place: MessageText = "/\(path.joined(separator: "/")) ID \(entry.id.object)"
            switch format.text(of: entry.properties) {
            case .text(let text): write(text)
            case .skipped(let missing):
                guard command.isVerbose else { continue }
                tell("\(place): left out, no \(missing.key)")
            case .refused(_, let text) where command.isForced: write(text)
            case .refused(let problem, _):
                refuse("\(place): \(name.rawValue) \(problem.text)")
                status = .usage
            }
        }
        return status
    }

    func refuse(_ message: MessageText) {
        environment.output.flush()
        diagnostics.report(ToolFailure(message, exit: .usage))
    }

    func tell(_ message: MessageText) {
        guard !command.settings.usesJSON else { return }
        environment.error.write("\(diagnostics.tool): \(message)\n")
        environment.error.flush()
    }

    private func writeJSON(_ entries: [DirectoryEntry]?, _ format: any FlatFormat) {
        let shown = (entries ?? []).filter { entry in
            if case .skipped = format.text(of: entry.properties) { return false }
            return true
        }
        let documents = shown.map { entry in
            JSONValue.object([
                .init("id", .number(Int(entry.id.object))), .init("instance", .number(Int(entry.id.instance))),
                .init("properties", JSONValue(masked(entry.properties))),
            ])
        }
        environment.output.write(JSONValue.array(documents).encoded)
        environment.output.write("\n")
    }

    private func masked(_ properties: PropertyList) -> PropertyList {
        guard command.hidesPasswords else { return properties }
        return PropertyList(
            properties.properties.map { property in
                guard property.name.elementsEqual("passwd".utf8) else { return property }
                return Property(name: property.name, values: [[UInt8(ascii: "*")]])
            })
    }

    /// The children of a directory, or the directory itself; nil when there is no such directory.
    private func entries(
        of path: [String], isSingle: Bool, _ source: any DirectorySource
    ) throws(ToolFailure) -> [DirectoryEntry]? {
        let components = path.map { DirectoryPath.Component(value: Array($0.utf8)) }
        var directory: UInt32 = 0
        do throws(NetInfoClientError) {
            directory = try source.search(DirectoryPath(components: components))
            if isSingle { return [try source.entry(of: directory)] }
            return try source.entries(of: try source.children(of: directory))
        } catch {
            if error.status == .noDirectory { return nil }
            throw ToolFailure(
                "can't read directory \(directory): \(error.status)", exit: error.status.exitStatus,
                status: error.status.rawValue)
        }
    }

    /// Writes the groups that machines, users and domains belong to.
    func writeNetgroups(_ source: any DirectorySource) throws(ToolFailure) -> ExitStatus {
        var children: [String: [PropertyList]] = [:]
        for name in NetgroupFormat.sources {
            children[name] = try entries(of: [name], isSingle: false, source)?.map(\.properties)
        }
        let groups = NetgroupFormat.groups(in: children)
        if command.settings.usesJSON {
            let documents = groups.map { group in
                JSONValue.object([
                    .init("name", .string(group.name)), .init("triples", .strings(group.members.map(\.value))),
                    .init("netgroups", .strings(group.groups)),
                ])
            }
            environment.output.write(JSONValue.array(documents).encoded + [UInt8(ascii: "\n")])
            return .success
        }
        let (text, faults) = NetgroupFormat.text(of: groups, isForced: command.isForced)
        environment.output.write(text)
        if command.isForced { return .success }
        for fault in faults { refuse("netgroup \(fault.group): \"\(fault.name)\" cannot stand in a line") }
        return faults.isEmpty ? .success : .usage
    }
}

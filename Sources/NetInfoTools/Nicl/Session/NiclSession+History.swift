import NetInfoClient
import NetInfoProtocol

/// When directories were changed last (`tools.md` 6.5).
extension NiclSession {
    private enum Relation {
        case below, above, equal

        init?(_ text: [UInt8]) {
            switch String(decoding: text, as: UTF8.self) {
            case "<", "lt": self = .below
            case ">", "gt": self = .above
            case "=", "eq": self = .equal
            default: return nil
            }
        }
    }

    /// history [<|>|=] [VERSION]
    func printHistory(_ arguments: [[UInt8]]) throws(NiclFailure) {
        guard let first = arguments.first else { return try printNewest() }
        let relation = Relation(first)
        let rest = relation == nil ? arguments[...] : arguments.dropFirst()
        guard rest.count < 2 else {
            throw .misuse("history: no such comparison: \(first)", usage: isShell ? "" : NiclUsage.text)
        }
        let version = try rest.first.map { text throws(NiclFailure) in try number(text) }
        switch relation {
        case .below: try printVersions(newestFirst: true) { $0 < version ?? .max }
        case .above: try printVersions(newestFirst: false) { entry in version.map { entry > $0 } ?? true }
        case .equal, nil: try printDirectory(ofVersion: version ?? .max)
        }
    }

    private func number(_ text: [UInt8]) throws(NiclFailure) -> UInt32 {
        guard let number = UInt32(String(decoding: text, as: UTF8.self)) else {
            throw .misuse("history: version must be a number, found \(text)")
        }
        return number
    }

    private func printNewest() throws(NiclFailure) {
        let (newest, version, id) = try NiclFailure.naming("history") { () throws(NetInfoClientError) in
            let reader = datastore.reader
            return (
                try reader.directory(ofVersion: .max).instance, try reader.version(of: current),
                try reader.currentID(of: current)
            )
        }
        if invocation.settings.usesJSON {
            let record: JSONValue = .object([
                .init("id", .number(Int(id.object))), .init("version", .number(Int(version))),
                .init("instance", .number(Int(id.instance))),
            ])
            return printJSON(.object([.init("maximum", .number(Int(newest))), .init("record", record)]))
        }
        environment.output.write(
            "Maximum version: \(newest)\nRecord: \(id.object)   Version: \(version)   Serial: \(id.instance)\n")
    }

    private func printDirectory(ofVersion version: UInt32) throws(NiclFailure) {
        let id: DirectoryID
        do throws(NetInfoClientError) {
            id = try datastore.reader.directory(ofVersion: version)
        } catch {
            guard error.status == .noDirectory else { throw NiclFailure("history", NiclStatus(error.status)) }
            let text: MessageText = "No record with version \(version)"
            if !invocation.settings.usesJSON { environment.output.write("\(text)\n") }
            throw NiclFailure(
                invocation.settings.usesJSON ? text : nil, exit: NiclStatus.invalidRecordID.exitStatus,
                status: .invalidRecordID)
        }
        if invocation.settings.usesJSON { return printJSON(Self.json([(id.object, id.instance)])) }
        environment.output.write("Record: \(id.object)   Version: \(id.instance)\n")
    }

    private func printVersions(newestFirst: Bool, where isWanted: (UInt32) -> Bool) throws(NiclFailure) {
        let all = try NiclFailure.naming("history") { () throws(NetInfoClientError) in try versions() }
        let wanted = all.filter { isWanted($0.version) }
            .sorted { newestFirst ? $0.version > $1.version : $0.version < $1.version }
        if invocation.settings.usesJSON { return printJSON(Self.json(wanted)) }
        for (id, version) in wanted {
            environment.output.write("Record: \(id)\(Self.padding(of: id))   Version: \(version)\n")
        }
    }

    /// The version of every directory. Only the latest change of a directory is known, so there is one for each.
    private func versions() throws(NetInfoClientError) -> [(id: UInt32, version: UInt32)] {
        let reader = datastore.reader
        var versions: [(id: UInt32, version: UInt32)] = []
        var waiting: [UInt32] = [0]
        var seen: Set<UInt32> = [0]
        while let object = waiting.popLast() {
            versions.append((object, try reader.version(of: object)))
            waiting += try reader.children(of: object).value.filter { seen.insert($0).inserted }
        }
        return versions
    }

    private static func json(_ versions: [(id: UInt32, version: UInt32)]) -> JSONValue {
        .array(
            versions.map {
                .object([.init("id", .number(Int($0.id))), .init("version", .number(Int($0.version)))])
            })
    }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import ONCRPC

/// Flat files (`tools.md` 8.2).
extension Niload {
    func loadFile(_ name: FormatName, _ login: Login?) throws(ToolFailure) -> ExitStatus {
        guard let format = name.format() else { return .success }
        let text = try readInput()
        var reading = format.read(text)
        removeExcess(from: &reading)
        let isFaulty = try report(reading.problems)
        warn(reading.warnings)
        tell("\(reading.entries.count) items read from input")
        try writing(login) { destination throws(ToolFailure) in
            guard !reading.entries.isEmpty else { return }
            let path = format.isSingle ? format.directory.dropLast() : format.directory[...]
            try load(reading.entries, into: Array(path), format, destination)
        }
        return isFaulty ? .syntax : .success
    }

    private func load(
        _ entries: [FormatEntry], into names: [String], _ format: any FlatFormat, _ destination: LoadDestination
    ) throws(ToolFailure) {
        let path = DirectoryPath(components: names.map { .init(value: Array($0.utf8)) })
        let target = LoadTarget(path: path, in: destination)
        if command.deletes {
            _ = try reporting("can't delete NetInfo directory \(path.bytes)", path: path.bytes) {
                () throws(NetInfoClientError) in try destination.access.search(path)
            }
        }
        var children = try read(target)
        if command.deletes { try confirmDeletion(entries, children, format, path) }
        var counts = LoadCounts()
        var attempts = 0
        while true {
            let plan = LoadPlan(entries, children, format, command)
            let run = LoadRun(self, plan, target, counts)
            do throws(ToolFailure) {
                try command.isDryRun ? run.show() : run.execute(isFirst: attempts == 0)
            } catch {
                // In a database nothing of it stays.
                if command.database == nil { tell(run.counts.text) }
                throw error
            }
            // Somebody else may go on writing; only what makes no headway is given up.
            let hasHeadway = run.counts.created + run.counts.changed > counts.created + counts.changed
            counts = run.counts
            guard run.isStale, hasHeadway || attempts < 3 else {
                if !command.isDryRun { tell(run.counts.text) }
                if run.isStale { throw failure("can't update NetInfo \(path.bytes)", .init(.stale), path: path.bytes) }
                return
            }
            attempts = hasHeadway ? 1 : attempts + 1
            children = try read(target)
        }
    }

    private func confirmDeletion(
        _ entries: [FormatEntry], _ children: [DirectoryEntry], _ format: any FlatFormat, _ path: DirectoryPath
    ) throws(ToolFailure) {
        let strays = LoadPlan(entries, children, format, command).strays.count
        if strays > 0 { try confirm("remove \(strays) entries of \(path.bytes) that are not in the input") }
    }

    /// The children of the target, which comes to be only when something is written into it.
    private func read(_ target: LoadTarget) throws(ToolFailure) -> [DirectoryEntry] {
        let path = target.path.bytes
        let children = try reporting("can't list NetInfo \(path)", path: path) { () throws(NetInfoClientError) in
            try target.read()
        }
        if target.id == nil, !command.isDryRun { tell("Creating NetInfo directory \(path)") }
        tell("Netinfo \(path) contains \(children.count) items")
        return children
    }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// Carries out a plan, or shows it.
final class LoadRun {
    private let tool: Niload
    private let plan: LoadPlan
    private let target: LoadTarget
    private var pipeline: any WritePipeline { target.destination.pipeline }
    private(set) var counts: LoadCounts
    /// Whether somebody else changed a directory meanwhile, so that the rest has to be planned anew.
    private(set) var isStale = false
    /// The first failure that is not about a stale instance.
    private var failure: (name: [UInt8], error: NetInfoClientError)?

    init(_ tool: Niload, _ plan: LoadPlan, _ target: LoadTarget, _ counts: LoadCounts) {
        self.tool = tool
        self.plan = plan
        self.target = target
        self.counts = counts
    }

    /// Writes what the plan says: all entries first, then what is to be removed, so that an interruption leaves nothing
    /// less than before.
    func execute(isFirst: Bool) throws(ToolFailure) {
        tool.environment.stop.putOff()
        let path = target.path.bytes
        let needsTarget = plan.changes.contains { if case .create = $0.kind { true } else { false } }
        if needsTarget {
            try tool.reporting("can't create NetInfo directory \(path)", path: path) {
                () throws(NetInfoClientError) in try target.make()
            }
        }
        let before = counts
        let progress = LoadProgress(
            total: plan.changes.count, writer: tool.environment.error, isQuiet: tool.command.isQuiet)
        do throws(NetInfoClientError) {
            for change in plan.changes where failure == nil && !isStale {
                try send(change, isFirst: isFirst, progress)
            }
            try pipeline.drain()
        } catch {
            pipeline.end(error)
            if pipeline.signal == nil { failure = failure ?? (plan.changes.first?.name ?? [], error) }
        }
        progress.finish()
        finishCounts(before)
        try throwFailure()
        if tool.command.deletes, !isStale { try deleteStrays() }
    }

    private func finishCounts(_ before: LoadCounts) {
        let total = plan.changes.count
        counts.unchanged = plan.changes.count { if case .none = $0.kind { true } else { false } }
        // What an earlier attempt wrote is unchanged in the plan of this one.
        counts.unchanged = max(0, counts.unchanged - before.created - before.changed)
        counts.failed = total - counts.unchanged - counts.created - counts.changed
    }

    private func throwFailure() throws(ToolFailure) {
        if let failure {
            let path = target.path(of: failure.name)
            let message = tool.failure("can't update NetInfo \(path)", failure.error, path: path)
            let isUntouched = counts.created + counts.changed + pipeline.unanswered == 0
            throw isUntouched ? message : tool.advising(message, counts.state(unanswered: pipeline.unanswered))
        }
        if let signal = pipeline.signal {
            throw tool.interruption(signal, counts.state(unanswered: pipeline.unanswered))
        }
    }

    private func send(
        _ change: PlannedChange, isFirst: Bool, _ progress: LoadProgress
    ) throws(NetInfoClientError) {
        if isFirst { describe(change) }
        switch change.kind {
        case .none: progress.step()
        case .create:
            guard let parent = target.next() else { throw NetInfoClientError(.noDirectory) }
            try pipeline.create(change.properties, in: parent) { [self] result in
                if note(result, change.name) { counts.created += 1 }
                progress.step()
            }
        case .write(let old, _):
            try pipeline.write(change.properties, to: old.id) { [self] result in
                if note(result, change.name) { counts.changed += 1 }
                progress.step()
            }
        }
    }

    private func note(_ result: Result<[DirectoryID], NetInfoClientError>, _ name: [UInt8]) -> Bool {
        guard case .failure(let error) = result else { return true }
        if error.status == .stale || error.status == .noDirectory {
            isStale = true
        } else if failure == nil {
            failure = (name, error)
        }
        return false
    }

    private func describe(_ change: PlannedChange) {
        guard tool.command.isVerbose else { return }
        tool.tell("\nProcessing input item:")
        tool.tell("\(MessageText(bytes: change.properties.lines))")
        let path = target.path(of: change.name)
        switch change.kind {
        case .create: tool.tell("writing new directory \(path)")
        case .none: tool.tell("directory \(path) is unchanged")
        case .write(let old, let isMerge):
            tool.tell("\(isMerge ? "merging" : "writing") directory \(path)")
            let lost = old.properties.properties.map(\.name).filter { key in
                !change.properties.properties.contains { $0.name == key }
            }
            if !lost.isEmpty {
                let keys = MessageText(bytes: Array(lost.joined(separator: Array(", ".utf8))))
                tool.tell("note: \(path) loses \(keys), which the input does not have; -m keeps it")
            }
        }
    }

    // MARK: Removal

    private func deleteStrays() throws(ToolFailure) {
        guard let parent = target.id else { return }
        for stray in plan.strays { tool.tell("deleting directory \(target.path(of: stray.name))") }
        do throws(NetInfoClientError) {
            try TreeRemover(target.destination).remove(plan.strays.map(\.id.object), from: parent)
        } catch {
            pipeline.end(error)
            let state: MessageText = "all entries are written, but not all that are not in the input are removed"
            if let signal = pipeline.signal { throw tool.interruption(signal, state) }
            let path = target.path.bytes
            throw tool.advising(tool.failure("can't delete NetInfo directory \(path)", error, path: path), state)
        }
    }

    // MARK: Dry run

    /// Prints what would be written.
    func show() {
        let output = tool.environment.output
        if target.id == nil { output.write("would create directory \(target.path.bytes)\n") }
        for change in plan.changes {
            let path = target.path(of: change.name)
            switch change.kind {
            case .none: break
            case .create:
                output.write("would create directory \(path)\n")
                output.write(Difference.lines(from: [], to: change.properties))
            case .write(let old, _):
                output.write("would change directory \(path)\n")
                output.write(Difference.lines(from: old.properties, to: change.properties))
            }
        }
        guard tool.command.deletes else { return }
        for stray in plan.strays { output.write("would destroy directory \(target.path(of: stray.name))\n") }
    }
}

extension DirectoryEntry {
    /// The first name.
    var name: [UInt8] { properties.firstValue(of: "name") ?? [] }
}

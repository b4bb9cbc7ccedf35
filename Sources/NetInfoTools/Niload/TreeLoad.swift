import NetInfoClient
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import ONCRPC

/// Replaces a directory and everything below it by an outline.
///
/// New children come first, then the directory's own properties, and last the old children go, so that an interruption
/// never leaves less than before (`tools.md` 10.3).
struct TreeLoad {
    private let tool: Niload
    private let outline: DirectoryOutline
    private let path: DirectoryPath
    private let destination: LoadDestination
    private var access: any DirectoryAccess { destination.access }
    private var pipeline: any WritePipeline { destination.pipeline }

    init(_ tool: Niload, _ outline: DirectoryOutline, _ path: DirectoryPath, _ destination: LoadDestination) {
        self.tool = tool
        self.outline = outline
        self.path = path
        self.destination = destination
    }

    /// What is there before.
    private struct Found {
        var records: [DirectoryRecord]
        var properties: PropertyList { records.first?.properties ?? [] }
        var id: DirectoryID? { records.first.map { DirectoryID(object: $0.id, instance: $0.instance) } }
        var children: [UInt32] { records.first?.children ?? [] }
    }

    func execute() throws(ToolFailure) {
        var found = try read()
        let count = found.records.count - 1
        if count > 0 { try tool.confirm("replace \(count) directories below \(path.bytes)") }
        tool.environment.stop.putOff()
        if found.records.isEmpty {
            try tool.reporting("Can't create directory \(path.bytes)", path: path.bytes) {
                () throws(NetInfoClientError) in
                _ = try DirectoryEditor(access: access).create(path)
            }
            found = try read()
        }
        guard let id = found.id else { throw tool.failure("Can't access directory \(path.bytes)", .init(.noDirectory)) }
        let properties = outline.nodes.first?.properties ?? []
        if id.object != 0 { noteLostName(found.properties, properties) }
        let progress = LoadProgress(
            total: outline.nodes.count, writer: tool.environment.error, isQuiet: tool.command.isQuiet)
        defer { progress.finish() }
        if isSame(found, properties) {
            return tool.tell(LoadCounts(unchanged: outline.nodes.count).text)
        }
        var current = try createChildren(in: id, progress)
        let isChanged = properties != found.properties
        if isChanged { current = try write(properties, to: current) }
        let removed = try removeChildren(found.children, from: current)
        if removed > 0 { tool.tell("\(removed) old directories removed") }
        tool.tell(
            LoadCounts(
                created: outline.nodes.count - 1, changed: isChanged ? 1 : 0, unchanged: isChanged ? 0 : 1
            ).text)
    }

    /// Runs a step of the load. When it fails or is interrupted, `state` tells what there is then; nothing when that is
    /// what there was before.
    private func step<Value>(
        _ message: MessageText, path: [UInt8]? = nil, _ state: () -> MessageText?,
        _ body: () throws(NetInfoClientError) -> Value
    ) throws(ToolFailure) -> Value {
        do throws(NetInfoClientError) {
            return try body()
        } catch {
            pipeline.end(error)
            let state = state()
            if let signal = pipeline.signal { throw tool.interruption(signal, state ?? "nothing was changed") }
            let failure = tool.failure(message, error, path: path)
            throw state.map { tool.advising(failure, $0) } ?? failure
        }
    }

    private func read() throws(ToolFailure) -> Found {
        try tool.reporting("Can't access directory \(path.bytes)", path: path.bytes) {
            () throws(NetInfoClientError) in
            do throws(NetInfoClientError) {
                let id = try access.search(path).object
                return Found(records: try destination.source.subtree(of: id))
            } catch {
                guard error.status == .noDirectory, case .components = path.target else { throw error }
                return Found(records: [])
            }
        }
    }

    /// Tells that the input takes the directory's name away, as it always could, when somebody looks on or asks for it.
    private func noteLostName(_ old: PropertyList, _ new: PropertyList) {
        guard old.values(of: "name") != nil, new.values(of: "name") == nil else { return }
        let note: MessageText = "the input has no name for directory \(path.bytes), which loses its own"
        if tool.environment.error.isTerminal { tool.diagnostics.warn(note) } else { tool.tell("note: \(note)") }
    }

    private func isSame(_ found: Found, _ properties: PropertyList) -> Bool {
        let old = DirectoryOutline(found.records).nodes
        guard properties == found.properties, old.count == outline.nodes.count else { return false }
        return zip(old.dropFirst(), outline.nodes.dropFirst()).allSatisfy {
            $0.depth == $1.depth && $0.properties == $1.properties
        }
    }

    /// Makes everything below the topmost directory, depth first, so that ids come as they always did. Returns the
    /// topmost directory's id afterwards.
    private func createChildren(in top: DirectoryID, _ progress: LoadProgress) throws(ToolFailure) -> DirectoryID {
        let branch = NewBranch(top)
        let state: () -> MessageText? = {
            branch.made == 0 && pipeline.unanswered == 0
                ? nil
                : """
                \(branch.made) of \(outline.nodes.count - 1) new directories are made, what there was before is unchanged
                """
        }
        return try step("Can't create directory", state) { () throws(NetInfoClientError) in
            for node in outline.nodes.dropFirst() {
                // A parent's id must be known before its first child can be sent.
                try pipeline.wait { branch.failure != nil || branch.hasParent(at: node.depth) }
                if let failure = branch.failure { throw failure }
                let parent = try branch.begin(at: node.depth)
                let place = branch.count
                try pipeline.create(node.properties, in: parent) { result in
                    branch.finish(place, depth: node.depth, result)
                    progress.step()
                }
            }
            try pipeline.drain()
            if let failure = branch.failure { throw failure }
            return branch.top
        }
    }

    /// What there is between the new children and the removal of the old ones.
    private static let doubled: MessageText =
        "all new directories are made, and what was there before is not all removed"

    private func write(_ properties: PropertyList, to id: DirectoryID) throws(ToolFailure) -> DirectoryID {
        try step("Can't write directory", path: path.bytes, { Self.doubled }) { () throws(NetInfoClientError) in
            try access.write(properties, to: id)
        }
    }

    private func removeChildren(_ children: [UInt32], from parent: DirectoryID) throws(ToolFailure) -> Int {
        try step("Can't destroy child directories", { Self.doubled }) { () throws(NetInfoClientError) in
            try TreeRemover(destination).remove(children, from: parent)
        }
    }

    // MARK: Dry run

    /// Prints what would be written.
    func show() throws(ToolFailure) {
        let found = try read()
        let properties = outline.nodes.first?.properties ?? []
        let output = tool.environment.output
        if isSame(found, properties) { return }
        output.write("would \(found.records.isEmpty ? "create" : "change") directory \(path.bytes)\n")
        output.write(Difference.lines(from: found.properties, to: properties))
        for node in outline.nodes.dropFirst() {
            output.write("would create directory below it\n")
            output.write(Difference.lines(from: [], to: node.properties))
        }
        for record in found.records.dropFirst() {
            output.write("would destroy directory \(record.id)\n")
        }
    }
}

/// The directories between the topmost one and the one made last, while their replies come in.
private final class NewBranch {
    private var levels: [(place: Int, id: DirectoryID?)]
    private(set) var count = 0
    /// Those that the server has made.
    private(set) var made = 0
    private(set) var failure: NetInfoClientError?

    init(_ top: DirectoryID) { levels = [(0, top)] }

    var top: DirectoryID { levels[0].id ?? DirectoryID(object: 0, instance: 0) }

    func hasParent(at depth: Int) -> Bool { depth >= 1 && depth <= levels.count && levels[depth - 1].id != nil }

    /// The parent of a directory that is about to be made at this depth, with the instance it has by then.
    func begin(at depth: Int) throws(NetInfoClientError) -> DirectoryID {
        guard hasParent(at: depth), let parent = levels[depth - 1].id else { throw NetInfoClientError(.noDirectory) }
        levels.removeSubrange(depth...)
        levels[depth - 1].id?.instance &+= 1
        count += 1
        levels.append((count, nil))
        return parent
    }

    func finish(_ place: Int, depth: Int, _ result: Result<[DirectoryID], NetInfoClientError>) {
        switch result {
        case .failure(let error): failure = failure ?? error
        case .success(let ids):
            made += 1
            if depth < levels.count, levels[depth].place == place { levels[depth].id = ids.first }
        }
    }
}

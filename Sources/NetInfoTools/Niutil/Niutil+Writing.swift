import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The operations that change directories (`tools.md` 5.2), and what they print instead with `--dry-run`.
extension Niutil {
    /// Runs one of the writing operations on the domain's master.
    func write(to domain: NetInfoDomain) throws(ToolFailure) {
        try confirmDestruction(in: domain.connection)
        try change { () throws(NetInfoClientError) in
            let deadline = domain.connection.deadline
            let editor = DirectoryEditor(
                access: try domain.masterConnection(), busyDeadline: command.retriesBusyMaster ? deadline : nil,
                isDryRun: command.isDryRun)
            return try perform(with: editor)
        }
    }

    /// Runs one of the writing operations on a database on disk, as one transaction.
    func write(to database: OfflineDatabase) throws(ToolFailure) {
        try confirmDestruction(in: database.access)
        try change { () throws(NetInfoClientError) in
            let editor = DirectoryEditor(access: database.access, isDryRun: command.isDryRun)
            let changes = try perform(with: editor)
            try database.access.commit()
            return changes
        }
    }

    /// Reports why `body` failed, or with `--dry-run` what it would have changed.
    private func change(_ body: () throws(NetInfoClientError) -> [MessageText]) throws(ToolFailure) {
        let changes = try reporting(failureMessage, path: pathText, body)
        guard command.isDryRun else { return }
        for change in changes { environment.output.write("would \(change)\n") }
    }

    private var failureMessage: MessageText {
        switch command.operation {
        case .create: "can't create directory \(pathText)"
        case .destroy: "can't destroy directory \(pathText)"
        case .destroyprop: "can't destroy \(operand(0)) in directory \(pathText)"
        case .renameprop: "can't rename \(operand(0)) in directory \(pathText)"
        default: "can't modify \(operand(0)) in directory \(pathText)"
        }
    }

    /// Makes the change, or with `--dry-run` only finds out; returns what it consists of.
    private func perform(with editor: DirectoryEditor) throws(NetInfoClientError) -> [MessageText] {
        let path = try path()
        switch command.operation {
        case .create: return try editor.create(path).map { "create directory \($0.bytes)" }
        case .destroy:
            let count = try editor.destroy(path) - 1
            let rest: MessageText = count == 0 ? "" : " and \(count) below it"
            return ["destroy directory \(pathText)\(rest)"]
        case .destroyprop:
            return try editor.destroyProperties(Array(command.operands.dropFirst()), in: path)
                .map { "destroy \($0) in directory \(pathText)" }
        case .renameprop:
            try editor.renameProperty(operand(0), to: operand(1), in: path)
            return ["rename \(operand(0)) in directory \(pathText) to \(operand(1))"]
        default:
            let change = try editor.edit(valueEdit, of: operand(0), in: path)
            return change.map { [describe($0)] } ?? []
        }
    }

    private var valueEdit: ValueEdit {
        let values = Array(command.operands.dropFirst(2))
        return switch command.operation {
        case .appendprop: .append(values)
        case .mergeprop: .merge(values)
        case .insertval: .insert(operand(1), at: command.index)
        case .destroyval: .remove(values)
        default: .replace(values)
        }
    }

    private func describe(_ change: DirectoryEditor.ValueChange) -> MessageText {
        let values: MessageText = MessageText(bytes: change.new.flatMap { [UInt8(ascii: " ")] + $0 })
        return change.old == nil
            ? "create \(operand(0)) in directory \(pathText):\(values)"
            : "set \(operand(0)) in directory \(pathText):\(values)"
    }

    /// Asks before a directory with children goes, when somebody is there to answer (`tools.md` 5.6).
    private func confirmDestruction(in access: any DirectoryAccess) throws(ToolFailure) {
        guard command.operation == .destroy, !command.isForced, !command.isDryRun, environment.isInteractive else {
            return
        }
        let children = try reporting(failureMessage, path: pathText) { () throws(NetInfoClientError) in
            let id = try access.search(try path())
            return id.object == 0 ? [] : try access.children(of: id.object).value
        }
        guard !children.isEmpty else { return }
        environment.error.write("destroy directory \(pathText) and everything below it? ")
        environment.error.flush()
        let answer = environment.readLine() ?? []
        guard answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y") else {
            throw ToolFailure("directory \(pathText) not destroyed", exit: .usage, path: pathText)
        }
    }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The commands that remove and transfer directories with everything below them (`tools.md` 6.2).
extension NiclSession {
    /// delete PATH [KEY [VAL...]]
    func delete(_ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        let text = arguments[0]
        let object = try object(at: text, for: "delete", in: editor.access)
        switch arguments.count {
        case 1: try deleteDirectory(object, text, editor)
        case 2:
            let removed = try NiclFailure.naming("Remove", path: text) { () throws(NetInfoClientError) in
                try editor.retrying { () throws(NetInfoClientError) in
                    try editor.destroyProperties([arguments[1]], in: object)
                }
            }
            if !removed.isEmpty { would("delete \(arguments[1]) in directory \(text)") }
        default:
            let left = try NiclFailure.naming("Remove", path: text) { () throws(NetInfoClientError) in
                try editor.removeFirst(of: Array(arguments.dropFirst(2)), from: arguments[1], in: object)
            }
            if let left {
                let values = MessageText(bytes: left.flatMap { [UInt8(ascii: " ")] + $0 })
                would("set \(arguments[1]) in directory \(text):\(values)")
            }
        }
    }

    private func deleteDirectory(_ object: UInt32, _ text: [UInt8], _ editor: DirectoryEditor) throws(NiclFailure) {
        guard object != 0 else {
            let status = NiclStatus.invalidRecordID
            throw NiclFailure("Can't delete root!", exit: status.exitStatus, status: status, path: text)
        }
        try confirmDeletion(of: object, text, editor.access)
        let parent = try NiclFailure.naming("Remove", path: text) { () throws(NetInfoClientError) in
            try editor.access.parent(of: object).value
        }
        let gone = try NiclFailure.naming("Remove", path: text) { () throws(NetInfoClientError) in
            try editor.destroyTree(object)
        }
        if gone.contains(current), !invocation.isDryRun { current = parent }
        let others: MessageText = gone.count > 1 ? " and \(gone.count - 1) below it" : ""
        would("delete directory \(text)\(others)")
    }

    /// Asks before a directory with children goes, when somebody is there to answer; with `-i` before any goes.
    private func confirmDeletion(
        of object: UInt32, _ text: [UInt8], _ access: any DirectoryAccess
    ) throws(NiclFailure) {
        guard !invocation.isForced, !invocation.isDryRun else { return }
        guard environment.isInteractive else {
            guard invocation.asksAlways else { return }
            throw NiclFailure("directory \(text) not deleted: nobody to ask", exit: .usage, path: text)
        }
        let children = try NiclFailure.naming("Remove", path: text) { () throws(NetInfoClientError) in
            try access.children(of: object).value
        }
        guard invocation.asksAlways || !children.isEmpty else { return }
        environment.output.flush()
        environment.error.write("delete directory \(text)\(children.isEmpty ? "" : " and everything below it")? ")
        environment.error.flush()
        let answer = environment.readLine() ?? []
        guard answer.first == UInt8(ascii: "y") || answer.first == UInt8(ascii: "Y") else {
            throw NiclFailure("directory \(text) not deleted", exit: .usage, path: text)
        }
    }

    /// move|copy PATH NEWPARENT. On a server a move is a copy and a deletion, so that ids change.
    func transfer(_ command: NiclCommand, _ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        let prefix: MessageText = "\(command.rawValue)"
        let object = try self.object(at: arguments[0], for: prefix, in: editor.access)
        let target = try self.object(at: arguments[1], for: prefix, in: editor.access)
        let failed: MessageText = command == .move ? "Move failed" : "Copy failed"
        let subtree = try NiclFailure.naming(failed, path: arguments[0]) { () throws(NetInfoClientError) in
            try SubtreeCopy(of: object, in: editor.access)
        }
        // The root stays, and a directory cannot go below itself.
        if command == .move, object == 0 || subtree.contains(target) {
            throw NiclFailure(failed, .invalidPath, path: arguments[0])
        }
        let others: MessageText = subtree.directories.count > 1 ? " and \(subtree.directories.count - 1) below it" : ""
        would("\(command.rawValue) directory \(arguments[0])\(others) to \(arguments[1])")
        guard !invocation.isDryRun else { return }
        let progress = NiclProgress(total: subtree.directories.count, environment, isQuiet: invocation.isQuiet)
        defer { progress.end() }
        try NiclFailure.naming(failed, path: arguments[0]) { () throws(NetInfoClientError) in
            let copies = try subtree.write(below: target, with: editor, progress: progress.show)
            guard command == .move else { return }
            _ = try editor.destroyTree(object)
            current = copies[current] ?? current
        }
    }

    /// attach|detach|parent PATH ID: nothing to repair.
    func repair(_ command: NiclCommand) throws(NiclFailure) {
        remark("Links between directories are kept in one place here and cannot disagree")
        throw NiclFailure("\(command.rawValue)", .failed)
    }
}

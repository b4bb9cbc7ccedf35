import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The commands that change properties (`tools.md` 6.2), and what they print instead with `--dry-run`.
extension NiclSession {
    /// Runs one of the writing commands.
    func write(_ command: NiclCommand, _ arguments: [[UInt8]]) throws(NiclFailure) {
        let editor = DirectoryEditor(access: try datastore.writer(), isDryRun: invocation.isDryRun)
        switch command {
        case .create: try create(arguments, editor)
        case .delete: try delete(arguments, editor)
        case .append, .merge: try extend(command, arguments, editor)
        case .insert: try insert(arguments, editor)
        case .rename: try rename(arguments, editor)
        case .move, .copy: try transfer(command, arguments, editor)
        default: try load(arguments, editor)
        }
    }

    /// Says what a dry run would have done.
    func would(_ text: MessageText) {
        if invocation.isDryRun { environment.output.write("would \(text)\n") }
    }

    /// create [PATH [KEY [VAL...]]]
    private func create(_ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        guard let text = arguments.first else { return }
        let path = try path(text, for: "create")
        let made = try NiclFailure.naming("create", path: text) { () throws(NetInfoClientError) in
            try editor.create(path, from: current)
        }
        if made.made > 0 { would("create directory \(text)") }
        guard arguments.count > 1 else { return }
        let values = Array(arguments.dropFirst(2))
        if let object = made.object {
            try set(.replace(values), of: arguments[1], in: object, at: text, editor, prefix: "create")
        } else {
            would("set \(arguments[1]) in directory \(text):\(Self.joined(values))")
        }
    }

    /// Changes the values of one property.
    private func set(
        _ edit: ValueEdit, of key: [UInt8], in object: UInt32, at path: [UInt8], _ editor: DirectoryEditor,
        prefix: MessageText
    ) throws(NiclFailure) {
        let new = try NiclFailure.naming(prefix, path: path) { () throws(NetInfoClientError) in
            try editor.edit(edit, of: key, in: object)
        }
        if let new { would("set \(key) in directory \(path):\(Self.joined(new))") }
    }

    private static func joined(_ values: [[UInt8]]) -> MessageText {
        MessageText(bytes: values.flatMap { [UInt8(ascii: " ")] + $0 })
    }

    /// append|merge PATH KEY VAL...
    private func extend(
        _ command: NiclCommand, _ arguments: [[UInt8]], _ editor: DirectoryEditor
    ) throws(NiclFailure) {
        let prefix: MessageText = "\(command.rawValue)"
        let object = try object(at: arguments[0], for: prefix, in: editor.access)
        let values = Array(arguments.dropFirst(2))
        try set(
            command == .append ? .append(values) : .merge(values), of: arguments[1], in: object, at: arguments[0],
            editor, prefix: prefix)
    }

    /// insert PATH KEY VAL INDEX
    private func insert(_ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        guard let index = Int(String(decoding: arguments[3], as: UTF8.self)) else {
            throw NiclFailure(
                "index for insert must be an integer, found \(arguments[3])", exit: .usage, path: arguments[0])
        }
        let object = try object(at: arguments[0], for: "insert", in: editor.access)
        try set(
            .insert(arguments[2], at: index), of: arguments[1], in: object, at: arguments[0], editor,
            prefix: "Insert failed: \(arguments[1])")
    }

    /// rename PATH OLDKEY NEWKEY
    private func rename(_ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        let object = try object(at: arguments[0], for: "rename", in: editor.access)
        try NiclFailure.naming("Rename", path: arguments[0]) { () throws(NetInfoClientError) in
            try editor.retrying { () throws(NetInfoClientError) in
                try editor.renameProperty(arguments[1], to: arguments[2], in: object)
            }
        }
        would("rename \(arguments[1]) in directory \(arguments[0]) to \(arguments[2])")
    }

    /// load DELIM KEY VAL... [DELIM KEY VAL...]...
    private func load(_ arguments: [[UInt8]], _ editor: DirectoryEditor) throws(NiclFailure) {
        guard let properties = LoadedProperties(arguments)?.list else {
            throw NiclFailure("load", .invalidKey)
        }
        try NiclFailure.naming("load") { () throws(NetInfoClientError) in
            try editor.create(properties, in: current)
        }
        for property in properties.properties { would("create \(property.name):\(Self.joined(property.values))") }
    }
}

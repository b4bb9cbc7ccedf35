import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// A directory as `nicl` prints it (`tools.md` 6.3).
struct NiclRecord {
    var directory: DirectoryRecord
    /// The change counter's value at the directory's last change.
    var version: UInt32

    /// Reads a directory. Its place and its version are read only when they are to be seen.
    init(
        _ object: UInt32, in access: any DirectoryAccess, isVerbose: Bool, usesJSON: Bool
    ) throws(NiclFailure) {
        let read = try NiclFailure.naming("Fetch record \(object) failed") { () throws(NetInfoClientError) in
            let found = try access.read(object)
            var directory = DirectoryRecord(
                id: object, instance: found.id.instance, parent: 0, children: [], properties: found.value)
            if isVerbose || usesJSON {
                directory.parent = try access.parent(of: object).value
                directory.children = try access.children(of: object).value
            }
            return directory
        }
        directory = read
        // Not every server counts versions.
        version = isVerbose ? (try? access.version(of: object)) ?? 0 : 0
    }

    /// The lines of the record.
    func lines(isVerbose: Bool, style: TextStyle) -> MessageText {
        let all = directory.properties.properties
        let meta = all.filter(\.isMeta)
        let ordinary = all.filter { !$0.isMeta }
        guard isVerbose else { return Self.lines(ordinary + meta, indent: "", style) }
        var text: MessageText = "Record: \(directory.id)   Version: \(version)   Serial: \(directory.instance)\n"
        text.bytes += ("Parent: \(directory.parent)\n" as MessageText).bytes
        if !directory.children.isEmpty {
            let ids = directory.children.map { " \($0)" }.joined()
            text.bytes += ("Children (\(directory.children.count)):\(ids)\n" as MessageText).bytes
        }
        text.bytes += ("Attributes:\n\(Self.lines(ordinary, indent: "    ", style))" as MessageText).bytes
        if meta.isEmpty { return text }
        return "\(text)Meta-attributes:\n\(Self.lines(meta, indent: "    ", style))"
    }

    /// One line per property.
    static func lines(_ properties: [Property], indent: String, _ style: TextStyle) -> MessageText {
        var bytes: [UInt8] = []
        for property in properties {
            bytes += indent.utf8
            bytes += style.key(property.name)
            bytes.append(UInt8(ascii: ":"))
            for value in property.values {
                bytes.append(UInt8(ascii: " "))
                bytes += value
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return MessageText(bytes: bytes)
    }
}

extension Property {
    /// Whether the property is about the directory, not about what the directory stands for (`tools.md` 1.1).
    fileprivate var isMeta: Bool { name.first == UInt8(ascii: "_") }
}

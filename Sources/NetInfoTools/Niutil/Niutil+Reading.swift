import NetInfoClient
package import NetInfoDirectory
package import NetInfoProtocol

/// The operations that print directories (`tools.md` 5.3).
extension Niutil {
    private static let newline = UInt8(ascii: "\n")

    /// Runs -read, -list, -readprop or -readval.
    func read(from access: any DirectoryAccess) throws(ToolFailure) {
        let id = try reporting("can't open directory \(pathText)", path: pathText) { () throws(NetInfoClientError) in
            try access.search(try path())
        }
        switch command.operation {
        case .list: try list(id.object, access)
        case .readprop: try printValues(try values(of: id.object, access))
        case .readval: try printValue(try values(of: id.object, access))
        default: try printProperties(of: id.object, access)
        }
    }

    private func values(of object: UInt32, _ access: any DirectoryAccess) throws(ToolFailure) -> [[UInt8]] {
        let key = operand(0)
        return try reporting(
            "can't get property \(key) in directory \(pathText)", path: pathText
        ) { () throws(NetInfoClientError) in try access.values(of: key, of: object).value }
    }

    private func printProperties(of object: UInt32, _ access: any DirectoryAccess) throws(ToolFailure) {
        let message: MessageText = "can't read directory \(pathText)"
        try reporting(message, path: pathText) { () throws(NetInfoClientError) in
            let directory = try access.read(object)
            guard command.settings.usesJSON else { return write(directory.value) }
            let record = DirectoryRecord(
                id: object, instance: directory.id.instance, parent: try access.parent(of: object).value,
                children: try access.children(of: object).value, properties: directory.value)
            printJSON(JSONValue(record))
        }
    }

    /// Prints properties, one to a line.
    func write(_ list: PropertyList) {
        for property in list.properties {
            environment.output.write(style.key(property.name))
            environment.output.write(":")
            for value in property.values { environment.output.write([UInt8(ascii: " ")] + value) }
            environment.output.write("\n")
        }
    }

    private func list(_ object: UInt32, _ access: any DirectoryAccess) throws(ToolFailure) {
        let key = command.operands.count > 1 ? operand(0) : Array("name".utf8)
        let message: MessageText = "can't list directory \(pathText)"
        let entries = try reporting(message, path: pathText) { () throws(NetInfoClientError) in
            try access.list(key, of: object).value
        }
        if command.settings.usesJSON { return printJSON(.array(entries.map(JSONValue.init))) }
        for entry in entries {
            environment.output.write(style.id(entry.id))
            environment.output.write("\t")
            for value in entry.values ?? [] { environment.output.write([UInt8(ascii: " ")] + value) }
            environment.output.write("\n")
        }
    }

    private func printValues(_ values: [[UInt8]]) throws(ToolFailure) {
        if command.settings.usesJSON {
            printJSON(.object([.init("key", .string(operand(0))), .init("values", .strings(values))]))
        } else if command.endsValuesInNUL {
            for value in values { environment.output.write(value + [0]) }
        } else {
            environment.output.write(values.joined(separator: [UInt8(ascii: " ")]))
            environment.output.write("\n")
        }
    }

    private func printValue(_ values: [[UInt8]]) throws(ToolFailure) {
        guard values.indices.contains(command.index) else {
            throw ToolFailure(
                "property \(operand(0)) in directory \(pathText) has no value at index \(command.index)",
                exit: NIStatus.noName.exitStatus, status: NIStatus.noName.rawValue, path: pathText)
        }
        let value = values[command.index]
        if command.settings.usesJSON {
            let members: [JSONValue.Member] = [
                .init("key", .string(operand(0))), .init("index", .number(command.index)),
                .init("value", .string(value)),
            ]
            printJSON(.object(members))
        } else {
            environment.output.write(value + [command.endsValuesInNUL ? 0 : Self.newline])
        }
    }
}

extension JSONValue {
    /// Properties in order, duplicates and all.
    package init(_ list: PropertyList) {
        self = .array(
            list.properties.map {
                .object([.init("key", .string($0.name)), .init("values", .strings($0.values))])
            })
    }

    /// A directory with the ids of its children (`tools.md` 15).
    package init(_ record: DirectoryRecord) {
        self = .object([
            .init("id", .number(Int(record.id))), .init("parent", .number(Int(record.parent))),
            .init("instance", .number(Int(record.instance))), .init("properties", JSONValue(record.properties)),
            .init("children", .array(record.children.map { .number(Int($0)) })),
        ])
    }

    /// A child in a list.
    init(_ entry: ListEntry) {
        self = .object([
            .init("id", .number(Int(entry.id))), .init("values", entry.values.map { .strings($0) } ?? .null),
        ])
    }
}

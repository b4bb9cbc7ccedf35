import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The commands that print directories (`tools.md` 6.3).
extension NiclSession {
    func record(_ object: UInt32) throws(NiclFailure) -> NiclRecord {
        try NiclRecord(
            object, in: datastore.reader, isVerbose: invocation.isVerbose, usesJSON: invocation.settings.usesJSON)
    }

    func write(_ record: NiclRecord) {
        environment.output.write(record.lines(isVerbose: invocation.isVerbose, style: style))
    }

    /// read PATH [KEY...]
    func read(_ arguments: [[UInt8]]) throws(NiclFailure) {
        let object = try object(at: arguments[0], for: "read")
        let record = try record(object)
        if arguments.count > 1 {
            printValues(Array(arguments.dropFirst()), of: record.directory.properties)
        } else if invocation.settings.usesJSON {
            printJSON(JSONValue(record.directory))
        } else {
            write(record)
        }
    }

    /// The properties asked for, in the order asked. A missing one is worth a remark only.
    private func printValues(_ keys: [[UInt8]], of list: PropertyList) {
        let found = keys.map { key in (key: key, property: list.properties.first { $0.name == key }) }
        if invocation.settings.usesJSON {
            printJSON(
                .array(
                    found.map { key, property in
                        .object([
                            .init("key", .string(key)),
                            .init("values", property.map { .strings($0.values) } ?? .null),
                        ])
                    }))
            return
        }
        for (key, property) in found {
            if let property {
                environment.output.write(NiclRecord.lines([property], indent: "", style))
            } else {
                remark("No such key: \(key)")
            }
        }
    }

    /// list PATH [KEY]
    func list(_ arguments: [[UInt8]]) throws(NiclFailure) {
        let object = try object(at: arguments[0], for: "list")
        let key = arguments.count > 1 ? arguments[1] : Array("name".utf8)
        let entries = try NiclFailure.naming("list", path: arguments[0]) { () throws(NetInfoClientError) in
            try datastore.children(of: object, with: key)
        }
        if invocation.settings.usesJSON { return printJSON(.array(entries.map(JSONValue.init))) }
        for entry in entries {
            guard let values = entry.values else { continue }
            environment.output.write(style.id(entry.id) + Self.padding(of: entry.id))
            for value in values { environment.output.write([UInt8(ascii: " ")] + value) }
            environment.output.write("\n")
        }
    }

    /// The blanks that widen a number to ten columns.
    static func padding(of number: UInt32) -> [UInt8] {
        Array(repeating: UInt8(ascii: " "), count: max(0, 10 - String(number).count))
    }

    /// path PATH: the directory and those above it.
    func printPath(_ arguments: [[UInt8]]) throws(NiclFailure) {
        var object = try object(at: arguments[0], for: "path")
        var records = [try record(object)]
        var seen: Set<UInt32> = [object]
        while object != 0 {
            object = try NiclFailure.naming("path", path: arguments[0]) { () throws(NetInfoClientError) in
                try datastore.reader.parent(of: object).value
            }
            guard seen.insert(object).inserted else { break }
            records.append(try record(object))
        }
        if invocation.settings.usesJSON { return printJSON(.array(records.map { JSONValue($0.directory) })) }
        for (index, record) in records.enumerated() {
            if index > 0 { environment.output.write("\n") }
            write(record)
        }
    }

    func printWorkingDirectory() throws(NiclFailure) {
        let path = try workingDirectory()
        if invocation.settings.usesJSON { return printJSON(.object([.init("path", .string(path))])) }
        environment.output.write(path + [UInt8(ascii: "\n")])
    }

    /// The current directory's path.
    func workingDirectory() throws(NiclFailure) -> [UInt8] {
        try NiclFailure.naming("pwd") { () throws(NetInfoClientError) in
            try PathWalk(access: datastore.reader).path(of: current)
        }
    }
}

import NetInfoDirectory
import NetInfoProtocol

/// Writes an imported database as JSON, one directory a line, straight into one array of bytes.
struct DatabaseJSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ database: ImportedDatabase) {
        let storage = database.storage
        bytes.reserveCapacity(database.records.count * 256)
        append("{\n \"format\": ")
        write(text: Array(database.format.utf8))
        if let ids = storage.freeIDs { member("free_ids") { $0.write(ids: ids) } }
        member("replayed") { $0.write(strings: database.replayed) }
        if let slots = storage.freeSlots { member("free_slots") { $0.append("\(slots)") } }
        if let stored = storage.storedChecksum { write(stored) }
        member("leftover_ids") { $0.write(ids: database.leftoverIDs) }
        member("checksum") { $0.append("\(database.checksum)") }
        let problems = database.remarks.filter { $0.kind != .note }.map(\.description)
        member("problems") { $0.write(strings: problems) }
        member("directories") { $0.write(database.records, versions: storage.versions) }
        append("\n}\n")
    }

    private mutating func write(_ stored: StorageFacts.StoredChecksum) {
        member("stored_checksum") { $0.append("\(stored.value)") }
        if let order = stored.order { member("stored_checksum_order") { $0.write(text: Array(order.utf8)) } }
    }

    private mutating func member(_ name: StaticString, _ value: (inout Self) -> Void) {
        append(",\n \"\(name)\": ")
        value(&self)
    }

    private mutating func write(_ records: [DirectoryRecord], versions: [UInt32: UInt32]?) {
        append("[\n")
        for (position, record) in records.enumerated() {
            append(position == 0 ? "  " : ",\n  ")
            write(record, version: versions?[record.id])
        }
        append("\n ]")
    }

    private mutating func write(_ record: DirectoryRecord, version: UInt32?) {
        append("{\"id\": \(record.id), \"instance\": \(record.instance), \"parent\": \(record.parent), \"children\": ")
        write(ids: record.children)
        append(", \"properties\": ")
        list(record.properties.properties) { writer, property in
            writer.append("[")
            writer.write(text: property.name)
            writer.append(", ")
            writer.list(property.values) { $0.write(text: $1) }
            writer.append("]")
        }
        if let version { append(", \"version\": \(version)") }
        append("}")
    }

    private mutating func write(ids: [UInt32]) {
        list(ids) { $0.append("\($1)") }
    }

    private mutating func write(strings: [String]) {
        list(strings) { $0.write(text: Array($1.utf8)) }
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
        append("[")
        for (position, element) in elements.enumerated() {
            if position > 0 { append(", ") }
            write(&self, element)
        }
        append("]")
    }

    /// A string, or `{"hex": …}` when the bytes are not UTF-8.
    private mutating func write(text: [UInt8]) {
        guard let string = String(validating: text, as: UTF8.self) else {
            append("{\"hex\": \"")
            for byte in text { appendHex(UInt16(byte), digits: 2) }
            append("\"}")
            return
        }
        append("\"")
        for unit in string.utf16 { write(unit: unit) }
        append("\"")
    }

    private mutating func write(unit: UInt16) {
        switch unit {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x20...0x7E: bytes.append(UInt8(truncatingIfNeeded: unit))
        default:
            append("\\u")
            appendHex(unit, digits: 4)
        }
    }

    private mutating func appendHex(_ value: UInt16, digits: Int) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: (value >> UInt16(4 * place)) & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}

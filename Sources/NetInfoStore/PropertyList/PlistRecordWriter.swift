import NetInfoProtocol

/// Writes the property list of a directory: XML laid out as Apple's tools do it, the same bytes for the same record
/// (`docs/store-format.md`, "One directory, one property list").
package enum PlistRecordWriter {
    /// The file's whole content.
    package static func encode(_ record: PlistRecord) -> [UInt8] {
        var output = PlistOutput(capacity: estimatedSize(of: record))
        output.append(prolog)
        output.append(header)
        if let bookkeeping = record.bookkeeping {
            output.append(key: PlistKey.directory, form: .plain)
            output.append(array: bookkeeping.values)
        }
        var names = NameSet()
        for (index, property) in record.properties.properties.enumerated() {
            let form = XMLTextForm(of: property.name)
            if names.insert(property.name), form != .impossible, PlistKey.isPlain(property.name) {
                output.append(key: property.name, form: form)
            } else {
                output.append(key: PlistKey.escaped(property.name, index: index), form: .plain)
            }
            output.append(array: property.values)
        }
        output.append(footer)
        return output.bytes
    }

    /// What comes before the `plist` element, in Apple's files as in ours.
    static let prolog: StaticString = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">

        """
    private static let header: StaticString = """
        <plist version="1.0">
        <dict>

        """
    private static let footer: StaticString = """
        </dict>
        </plist>

        """

    private static func estimatedSize(of record: PlistRecord) -> Int {
        record.properties.properties.reduce(512) { size, property in
            property.values.reduce(size + property.name.count + 48) { $0 + $1.count + 24 }
        }
    }
}

/// The file's bytes as they grow.
private struct PlistOutput {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(key: [UInt8], form: XMLTextForm) {
        append("\t<key>")
        append(text: key, form: form)
        append("</key>\n")
    }

    mutating func append(array values: [[UInt8]]) {
        guard !values.isEmpty else { return append("\t<array/>\n") }
        append("\t<array>\n")
        for value in values { append(value: value) }
        append("\t</array>\n")
    }

    private mutating func append(value: [UInt8]) {
        let form = XMLTextForm(of: value)
        guard form != .impossible else { return append(data: value) }
        append("\t\t<string>")
        append(text: value, form: form)
        append("</string>\n")
    }

    /// Lines of 60 characters: 76 with the tabs counted as eight, as Apple's tools have it.
    private mutating func append(data: [UInt8]) {
        append("\t\t<data>\n")
        var rest = Base64.encode(data)[...]
        while !rest.isEmpty {
            append("\t\t")
            bytes.append(contentsOf: rest.prefix(60))
            append("\n")
            rest = rest.dropFirst(60)
        }
        append("\t\t</data>\n")
    }

    private mutating func append(text: [UInt8], form: XMLTextForm) {
        guard form == .escaped else { return bytes.append(contentsOf: text) }
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            default: bytes.append(byte)
            }
        }
    }
}

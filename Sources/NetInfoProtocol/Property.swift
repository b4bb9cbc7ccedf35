package import XDR

/// A property: a name and an ordered list of values, all bytes without NUL (`protocol.md` 2.4).
package struct Property: Hashable, Sendable {
    package var name: [UInt8]
    package var values: [[UInt8]]

    package init(name: [UInt8], values: [[UInt8]]) {
        self.name = name
        self.values = values
    }

    /// A property of UTF-8 text.
    package init(_ name: String, _ values: String...) {
        self.init(name: Array(name.utf8), values: values.map { Array($0.utf8) })
    }
}

/// The ordered properties of one directory. Names may repeat, and the first of a name is the one that counts.
package struct PropertyList: Hashable, Sendable, ExpressibleByArrayLiteral {
    package var properties: [Property]

    package init(_ properties: [Property] = []) { self.properties = properties }

    package init(arrayLiteral elements: Property...) { properties = elements }

    /// The values of the first property called `name`; nil when there is none.
    package func values(of name: String) -> [[UInt8]]? {
        properties.first { $0.name.elementsEqual(name.utf8) }?.values
    }

    /// The first value of the first property called `name`.
    package func firstValue(of name: String) -> [UInt8]? { values(of: name)?.first }
}

extension Property {
    /// Reads a property (`ni_property`, `protocol.md` 1.2).
    package init(from reader: inout XDRReader) throws(XDRError) {
        name = try reader.readName()
        values = try reader.readNames()
    }

    /// Writes a property (`ni_property`).
    package func write(to writer: inout XDRWriter) {
        writer.write(opaque: name)
        writer.write(names: values)
    }
}

extension PropertyList {
    /// Reads a property list (`ni_proplist`).
    package init(from reader: inout XDRReader) throws(XDRError) {
        let count = try reader.readCount(maximum: NILimit.properties, elementSize: 8)
        properties = []
        properties.reserveCapacity(count)
        for _ in 0..<count { properties.append(try Property(from: &reader)) }
    }

    /// Reads the XDR form that a directory keeps in memory and on disk.
    package init(encoded bytes: [UInt8]) throws(XDRError) {
        let result: Result<PropertyList, XDRError> = bytes.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            do throws(XDRError) { return .success(try PropertyList(from: &reader)) } catch { return .failure(error) }
        }
        self = try result.get()
    }

    /// Writes a property list (`ni_proplist`).
    package func write(to writer: inout XDRWriter) {
        writer.write(UInt32(properties.count))
        for property in properties { property.write(to: &writer) }
    }

    /// The XDR form, as a directory keeps it in memory and on disk.
    package var encoded: [UInt8] {
        var writer = XDRWriter(capacity: 512)
        write(to: &writer)
        return writer.bytes()
    }
}

extension XDRReader {
    /// Reads a name or value. A NUL byte is an error, or the end of the name if the reader is told so: the original
    /// takes names from the wire as ending there (`protocol.md` 2.4).
    package mutating func readName() throws(XDRError) -> [UInt8] {
        [UInt8](try readNameSlice())
    }

    /// Reads a name or value without copying it.
    package mutating func readNameSlice() throws(XDRError) -> UnsafeRawBufferPointer {
        let slice = try readOpaque(maximum: NILimit.name)
        guard let end = slice.firstIndex(of: 0) else { return slice }
        guard namesEndAtNUL else { throw .embeddedNUL }
        return UnsafeRawBufferPointer(rebasing: slice[..<end])
    }

    /// Reads a list of values (`ni_namelist`).
    package mutating func readNames() throws(XDRError) -> [[UInt8]] {
        let count = try readCount(maximum: NILimit.values, elementSize: 4)
        var names: [[UInt8]] = []
        names.reserveCapacity(count)
        for _ in 0..<count { names.append(try readName()) }
        return names
    }
}

extension XDRWriter {
    /// Writes a list of values (`ni_namelist`).
    package mutating func write(names: [[UInt8]]) {
        write(UInt32(names.count))
        for name in names { write(opaque: name) }
    }
}

import NetInfoProtocol
package import XDR

/// Looks into the XDR form of a property list without taking it apart.
///
/// A directory keeps its properties as the bytes READ sends. They were checked when they came in; should they be
/// damaged all the same, a search ends where the damage begins.
package struct PropertyBytes {
    let bytes: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Calls `body` with each property's name and a reader that stands before its values, until it returns false.
    package func forEach(_ body: (UnsafeRawBufferPointer, inout XDRReader) -> Bool) {
        var reader = XDRReader(bytes)
        guard let count = try? reader.readUInt32() else { return }
        for _ in 0..<count {
            guard let name = try? reader.readOpaque(maximum: NILimit.name) else { return }
            let start = reader
            guard skipValues(&reader) else { return }
            var values = start
            guard body(name, &values) else { return }
        }
    }

    func skipValues(_ reader: inout XDRReader) -> Bool {
        guard let values = try? reader.readUInt32() else { return false }
        for _ in 0..<values where (try? reader.readOpaque(maximum: NILimit.name)) == nil { return false }
        return true
    }

    /// A reader before the values of the first property called `key`; with `nonEmpty`, of the first that has any.
    package func values(of key: UnsafeRawBufferPointer, nonEmpty: Bool = false) -> XDRReader? {
        var reader = XDRReader(bytes)
        guard let count = try? reader.readUInt32() else { return nil }
        for _ in 0..<count {
            guard let name = try? reader.readOpaque(maximum: NILimit.name) else { return nil }
            if Self.equal(name, key) {
                var ahead = reader
                guard nonEmpty, let values = try? ahead.readUInt32(), values == 0 else { return reader }
            }
            guard skipValues(&reader) else { return nil }
        }
        return nil
    }

    /// The values that a reader stands before, count included, as they are encoded.
    func encodedValues(at reader: XDRReader) -> UnsafeRawBufferPointer? {
        var end = reader
        return skipValues(&end) ? reader.slice(from: reader.offset, to: end.offset) : nil
    }

    /// Calls `body` with each value of the first property called `key`, until it returns false.
    package func forEachValue(of key: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) {
        guard var reader = values(of: key), let count = try? reader.readUInt32() else { return }
        for _ in 0..<count {
            guard let value = try? reader.readOpaque(maximum: NILimit.name), body(value) else { return }
        }
    }

    /// Whether the first property called `key` has `value` among its values (`protocol.md` 2.4).
    package func contains(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
        var found = false
        forEachValue(of: key) { candidate in
            found = Self.equal(candidate, value)
            return !found
        }
        return found
    }

    /// Whether two runs of bytes are the same.
    package static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard left.count > 0, let first = left.baseAddress, let second = right.baseAddress else { return true }
        return compare(first, second, left.count)
    }
}

/// One object of a binary property list, its header read.
struct BinaryPlistObject {
    enum Kind {
        case boolean, integer, real, date, data, ascii, utf16, array, dictionary
    }

    let kind: Kind
    /// Bytes of a scalar, units of a string, elements of an array, pairs of a dictionary. A boolean's value.
    let count: Int
    /// Where the content begins.
    let content: Int
    /// Where the object begins.
    let offset: Int
}

/// The object table of a binary property list: everything in it is checked against the file's size before use.
struct BinaryPlistObjects {
    /// The number of the outermost object.
    let top: UInt64
    private let raw: UnsafeRawBufferPointer
    private let objectCount: UInt64
    private let table: Int
    private let offsetSize: Int
    private let referenceSize: Int
    private static let headerSize = 8
    private static let trailerSize = 32

    init(_ raw: UnsafeRawBufferPointer) throws(PlistFault) {
        self.raw = raw
        let trailer = raw.count - Self.trailerSize
        guard trailer > Self.headerSize else { throw PlistFault("the file ends too early", at: raw.count) }
        offsetSize = Int(raw[trailer + 6])
        referenceSize = Int(raw[trailer + 7])
        objectCount = raw.bigEndian(at: trailer + 8, size: 8)
        top = raw.bigEndian(at: trailer + 16, size: 8)
        let tableOffset = raw.bigEndian(at: trailer + 24, size: 8)
        guard (1...8).contains(offsetSize), (1...8).contains(referenceSize), top < objectCount,
            tableOffset > UInt64(Self.headerSize), tableOffset < UInt64(trailer),
            objectCount <= (UInt64(trailer) - tableOffset) / UInt64(offsetSize)
        else { throw PlistFault("the trailer does not fit the file", at: trailer) }
        table = Int(tableOffset)
    }

    /// Reads the header of object `number`; its content lies within the file.
    func object(at number: UInt64) throws(PlistFault) -> BinaryPlistObject {
        guard number < objectCount else { throw PlistFault("there is no object \(number)", at: table) }
        let start = raw.bigEndian(at: table + Int(number) * offsetSize, size: offsetSize)
        guard start >= UInt64(Self.headerSize), start < UInt64(table) else {
            throw PlistFault("object \(number) lies outside the file", at: table)
        }
        let offset = Int(start)
        let object = try header(at: offset)
        guard size(of: object) <= UInt64(table - object.content) else {
            throw PlistFault("object \(number) is longer than the file", at: offset)
        }
        return object
    }

    /// The number that stands at `index` of an array, or of a dictionary's keys followed by its values.
    func reference(_ index: Int, of object: BinaryPlistObject) throws(PlistFault) -> UInt64 {
        let position = object.content + index * referenceSize
        guard position + referenceSize <= table else { throw PlistFault("a reference is cut off", at: position) }
        return raw.bigEndian(at: position, size: referenceSize)
    }

    private func header(at offset: Int) throws(PlistFault) -> BinaryPlistObject {
        let low = Int(raw[offset] & 0xF)
        func scalar(_ kind: BinaryPlistObject.Kind) -> BinaryPlistObject {
            BinaryPlistObject(kind: kind, count: 1 << low, content: offset + 1, offset: offset)
        }
        switch (raw[offset] >> 4, low) {
        case (0, 8), (0, 9):
            return BinaryPlistObject(kind: .boolean, count: low - 8, content: offset + 1, offset: offset)
        case (1, 0...4): return scalar(.integer)
        case (2, 2...3): return scalar(.real)
        case (3, 3): return scalar(.date)
        case (4, _): return try counted(.data, at: offset)
        case (5, _): return try counted(.ascii, at: offset)
        case (6, _): return try counted(.utf16, at: offset)
        case (0xA, _): return try counted(.array, at: offset)
        case (0xD, _): return try counted(.dictionary, at: offset)
        default: throw PlistFault("an object of a kind that directories do not have", at: offset)
        }
    }

    /// Reads a count: in the header's own byte, or in the integer that follows.
    private func counted(_ kind: BinaryPlistObject.Kind, at offset: Int) throws(PlistFault) -> BinaryPlistObject {
        let low = Int(raw[offset] & 0xF)
        guard low == 0xF else {
            return BinaryPlistObject(kind: kind, count: low, content: offset + 1, offset: offset)
        }
        let width = 1 << Int(raw[offset + 1] & 0xF)
        guard raw[offset + 1] >> 4 == 1, width <= 8, offset + 2 + width <= table else {
            throw PlistFault("an object's length is malformed", at: offset)
        }
        let count = raw.bigEndian(at: offset + 2, size: width)
        guard count <= UInt64(raw.count) else { throw PlistFault("an object is longer than the file", at: offset) }
        return BinaryPlistObject(kind: kind, count: Int(count), content: offset + 2 + width, offset: offset)
    }

    /// Bytes of an object's content.
    private func size(of object: BinaryPlistObject) -> UInt64 {
        let count = UInt64(object.count)
        switch object.kind {
        case .boolean: return 0
        case .integer, .real, .date, .data, .ascii: return count
        case .utf16: return count * 2
        case .array: return count * UInt64(referenceSize)
        case .dictionary: return count * 2 * UInt64(referenceSize)
        }
    }

    /// The text of anything but an array or dictionary; nil when it has none.
    func text(of object: BinaryPlistObject) -> [UInt8]? {
        switch object.kind {
        case .boolean: return Array(String(object.count).utf8)
        case .data: return Array(bytes(of: object))
        case .ascii:
            let bytes = bytes(of: object)
            return bytes.contains { $0 >= 0x80 } ? nil : Array(bytes)
        case .utf16:
            let units = (0..<object.count).map { UInt16(raw.bigEndian(at: object.content + 2 * $0, size: 2)) }
            return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
        case .integer: return integer(object).map { Array($0.utf8) }
        case .real: return Array("\(real(object))".utf8)
        case .date: return PlistDate.text(secondsSince2001: real(object))
        case .array, .dictionary: return nil
        }
    }

    private func bytes(of object: BinaryPlistObject) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: raw[object.content..<(object.content + object.count)])
    }

    /// Integers of up to four bytes have no sign; those of eight do, and sixteen hold the unsigned ones above them.
    private func integer(_ object: BinaryPlistObject) -> String? {
        guard object.count >= 8 else { return String(raw.bigEndian(at: object.content, size: object.count)) }
        let low = raw.bigEndian(at: object.content + object.count - 8, size: 8)
        if object.count == 8 { return String(Int64(bitPattern: low)) }
        return raw.bigEndian(at: object.content, size: 8) == 0 ? String(low) : nil
    }

    private func real(_ object: BinaryPlistObject) -> Double {
        let bits = raw.bigEndian(at: object.content, size: object.count)
        return object.count == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
    }
}

extension UnsafeRawBufferPointer {
    /// Reads an unsigned number of up to eight bytes, the caller having checked that they are there.
    fileprivate func bigEndian(at offset: Int, size: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<(offset + size) { value = value << 8 | UInt64(self[index]) }
        return value
    }
}

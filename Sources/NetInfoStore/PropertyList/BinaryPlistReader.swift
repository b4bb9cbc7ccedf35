/// Reads a binary property list (`bplist00`) that is a dictionary of arrays, as Mac OS X 10.7 and later write them.
///
/// Objects may be shared, so what the file says can be much larger than the file: reading stops at a bound.
struct BinaryPlistReader {
    static let magic = Array("bplist0".utf8)
    /// Bytes of all keys and values together, counting a few for each, that are read from one file.
    private static let maximumContent = 4 * PlistRecordReader.maximumSize

    private let objects: BinaryPlistObjects
    private var content = 0

    /// Reads the trailer and checks it against the file's size.
    init(_ raw: UnsafeRawBufferPointer) throws(PlistFault) { objects = try BinaryPlistObjects(raw) }

    /// The keys with their values, in the order of the file.
    mutating func readEntries() throws(PlistFault) -> [PlistEntry] {
        let top = try objects.object(at: objects.top)
        guard top.kind == .dictionary else { throw PlistFault("the property list is no dictionary", at: top.offset) }
        var entries: [PlistEntry] = []
        for index in 0..<top.count {
            let key = try objects.object(at: try objects.reference(index, of: top))
            guard key.kind == .ascii || key.kind == .utf16 else {
                throw PlistFault("a key of the dictionary is no string", at: key.offset)
            }
            let name = try text(of: key)
            let value = try objects.object(at: try objects.reference(top.count + index, of: top))
            entries.append(PlistEntry(key: name, values: try values(of: value, key: name), offset: key.offset))
        }
        return entries
    }

    private mutating func values(of object: BinaryPlistObject, key: [UInt8]) throws(PlistFault) -> [[UInt8]] {
        guard object.kind == .array else { return [try value(of: object, key: key)] }
        var values: [[UInt8]] = []
        for index in 0..<object.count {
            let element = try objects.object(at: try objects.reference(index, of: object))
            values.append(try value(of: element, key: key))
        }
        return values
    }

    private mutating func value(of object: BinaryPlistObject, key: [UInt8]) throws(PlistFault) -> [UInt8] {
        switch object.kind {
        case .array, .dictionary:
            let problem = "a value of the key \(key.quotedForMessage) is an array or a dictionary"
            throw PlistFault(problem, at: object.offset)
        default: return try text(of: object)
        }
    }

    private mutating func text(of object: BinaryPlistObject) throws(PlistFault) -> [UInt8] {
        content += object.count + 32
        guard content <= Self.maximumContent else {
            throw PlistFault("the file unfolds to more than \(Self.maximumContent) bytes", at: object.offset)
        }
        guard let text = objects.text(of: object) else {
            throw PlistFault("a string, number or date is malformed", at: object.offset)
        }
        return text
    }
}

import NetInfoDirectory
import NetInfoProtocol
import XDR

/// Where the properties of a list are in its XDR form, so that only those are taken apart that matter.
struct PropertyScan {
    private struct Place {
        let start: Int
        let nameEnd: Int
        let end: Int
    }

    private let bytes: [UInt8]
    private var places: [Place] = []

    /// Looks through a list; what is behind damage is not seen.
    init(_ encoded: [UInt8]) {
        bytes = encoded
        places = encoded.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            var places: [Place] = []
            guard let count = try? reader.readCount(maximum: NILimit.properties, elementSize: 8) else { return [] }
            places.reserveCapacity(count)
            for _ in 0..<count {
                let start = reader.offset
                guard (try? reader.readOpaque(maximum: NILimit.name)) != nil else { break }
                let nameEnd = reader.offset
                guard Self.skipValues(&reader) else { break }
                places.append(Place(start: start, nameEnd: nameEnd, end: reader.offset))
            }
            return places
        }
    }

    private static func skipValues(_ reader: inout XDRReader) -> Bool {
        guard let count = try? reader.readUInt32() else { return false }
        for _ in 0..<count where (try? reader.readOpaque(maximum: NILimit.name)) == nil { return false }
        return true
    }

    var count: Int { places.count }

    subscript(_ index: Int) -> Property {
        let place = places[index]
        let property = bytes.withUnsafeBytes { raw in
            var reader = XDRReader(UnsafeRawBufferPointer(rebasing: raw[place.start..<place.end]))
            return try? Property(from: &reader)
        }
        return property ?? Property(name: [], values: [])
    }

    /// The properties, taken apart.
    var all: [Property] { (0..<count).map { self[$0] } }

    /// The properties of a certain name, given with its length and padding as `encoded(_:)` makes it.
    func properties(called name: [UInt8]) -> [Property] {
        bytes.withUnsafeBytes { raw in
            name.withUnsafeBytes { name in
                places.indices.filter { index in
                    let field = raw[places[index].start..<places[index].nameEnd]
                    return PropertyBytes.equal(UnsafeRawBufferPointer(rebasing: field), name)
                }
            }
        }.map { self[$0] }
    }

    /// A name as it stands in a list.
    static func encoded(_ name: [UInt8]) -> [UInt8] {
        var writer = XDRWriter(capacity: 32)
        writer.write(opaque: name)
        return writer.bytes()
    }

    /// Where two lists with the same names in the same order differ; nil when the names are others.
    func differences(from other: PropertyScan) -> [Int]? {
        guard places.count == other.places.count else { return nil }
        return bytes.withUnsafeBytes { mine in
            other.bytes.withUnsafeBytes { theirs in
                var found: [Int] = []
                for index in places.indices {
                    let (place, counterpart) = (places[index], other.places[index])
                    let names = (
                        mine[place.start..<place.nameEnd], theirs[counterpart.start..<counterpart.nameEnd]
                    )
                    guard Self.equal(names.0, names.1) else { return nil }
                    let values = (mine[place.nameEnd..<place.end], theirs[counterpart.nameEnd..<counterpart.end])
                    if !Self.equal(values.0, values.1) { found.append(index) }
                }
                return found
            }
        }
    }

    private static func equal(_ left: Slice<UnsafeRawBufferPointer>, _ right: Slice<UnsafeRawBufferPointer>) -> Bool {
        PropertyBytes.equal(UnsafeRawBufferPointer(rebasing: left), UnsafeRawBufferPointer(rebasing: right))
    }
}

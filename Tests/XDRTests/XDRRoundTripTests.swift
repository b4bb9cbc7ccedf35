import NetInfoTesting
import Testing
import XDR

/// Values written and read again.
@Suite struct XDRRoundTripTests {
    @Test func `integers, booleans and arrays keep their values`() throws {
        for value in [0, 1, 0x7FFF_FFFF, 0x8000_0000, UInt32.max] {
            #expect(
                try Self.readBack {
                    $0.write(value)
                } _: { reader throws(XDRError) in
                    try reader.readUInt32()
                } == value)
        }
        for value in [true, false] {
            #expect(
                try Self.readBack {
                    $0.write(value)
                } _: { reader throws(XDRError) in
                    try reader.readBool()
                } == value)
        }
        let bytes = Self.bytes { $0.write(array: [1, 2, 0xFFFF_FFFF]) }
        #expect(bytes == [0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 255, 255, 255, 255])
    }

    @Test func `opaque data of any length keeps its bytes and is padded with zeros`() throws {
        for length in 0..<20 as Range<UInt8> {
            let data = Array(1..<length + 1)
            let bytes = Self.bytes { $0.write(opaque: data) }
            #expect(bytes.count == 4 + (Int(length) + 3) / 4 * 4)
            #expect(bytes.dropFirst(4 + Int(length)).allSatisfy { $0 == 0 })
            let back = try Self.readBack {
                $0.write(opaque: data)
            } _: { reader throws(XDRError) in
                [UInt8](try reader.readOpaque(maximum: 20))
            }
            #expect(back == data)
        }
    }

    @Test func `data above its maximum is refused before anything is reserved`() {
        let bytes = Self.bytes { $0.write(opaque: Array(0..<9)) }
        #expect(throws: XDRError.tooLong) {
            try Self.read(bytes) { reader throws(XDRError) in try reader.readOpaque(maximum: 8).count }
        }
        let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        #expect(throws: XDRError.truncated) {
            try Self.read(huge) { reader throws(XDRError) in try reader.readOpaque(maximum: .max).count }
        }
        #expect(throws: XDRError.truncated) {
            try Self.read(huge) { reader throws(XDRError) in try reader.readCount(maximum: .max, elementSize: 0) }
        }
        #expect(throws: XDRError.truncated) {
            try Self.read([0, 0, 0, 3] + [UInt8](repeating: 0, count: 11)) { reader throws(XDRError) in
                try reader.readCount(maximum: 10, elementSize: 4)
            }
        }
    }

    @Test func `a boolean is 0 or 1`() {
        #expect(throws: XDRError.invalidDiscriminant) {
            try Self.read([0, 0, 0, 2]) { reader throws(XDRError) in try reader.readBool() }
        }
    }

    @Test func `skipping ends at the end`() {
        for count in [-1, 9, Int.max, Int.min] {
            #expect(throws: XDRError.truncated) {
                try Self.read([UInt8](repeating: 0, count: 8)) { reader throws(XDRError) in try reader.skip(count) }
            }
        }
    }

    @Test func `random data round-trips`() throws {
        for seed in Seeds.of("XDRRoundTripTests") {
            var random = SeededGenerator(seed: seed)
            let values = (0..<200).map { _ in random.bytes(atMost: 50) }
            let back = try Self.readBack { writer in
                for value in values { writer.write(opaque: value) }
            } _: { reader throws(XDRError) in
                var read: [[UInt8]] = []
                for _ in values { read.append([UInt8](try reader.readOpaque(maximum: 50))) }
                return read
            }
            #expect(back == values, "seed \(seed)")
        }
    }

    static func bytes(_ write: (inout XDRWriter) -> Void) -> [UInt8] {
        var writer = XDRWriter(capacity: 1)
        write(&writer)
        return writer.bytes()
    }

    static func read<Value>(_ bytes: [UInt8], _ body: (inout XDRReader) throws(XDRError) -> Value) throws -> Value {
        let result: Result<Value, XDRError> = bytes.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            do throws(XDRError) { return .success(try body(&reader)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func readBack<Value>(
        _ write: (inout XDRWriter) -> Void, _ body: (inout XDRReader) throws(XDRError) -> Value
    ) throws -> Value {
        let bytes = bytes(write)
        return try read(bytes) { reader throws(XDRError) in
            let value = try body(&reader)
            guard reader.remaining == 0 else { throw .tooLong }
            return value
        }
    }
}

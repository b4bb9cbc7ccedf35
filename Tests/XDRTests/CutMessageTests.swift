import NetInfoProtocol
import NetInfoTesting
import Testing
import XDR

/// Values of the protocol whose bytes end too early.
@Suite struct CutMessageTests {
    private static let list: PropertyList = [
        Property("name", "alpha", "alpha.example.com"), Property(name: [], values: [[], [0xFF, 0xFE]]),
        Property("empty"), Property("x", ""),
    ]

    private func read<Value>(
        _ bytes: [UInt8], _ body: (inout XDRReader) throws(XDRError) -> Value
    ) throws -> Value {
        try XDRRoundTripTests.read(bytes, body)
    }

    @Test func `a property list cut at any byte is refused`() throws {
        let bytes = Self.list.encoded
        #expect(try PropertyList(encoded: bytes) == Self.list)
        for cut in 0..<bytes.count {
            #expect(throws: XDRError.self, "cut at \(cut)") {
                _ = try read(Array(bytes.prefix(cut))) { reader throws(XDRError) in try PropertyList(from: &reader) }
            }
        }
    }

    @Test func `a property list with any byte changed is read or refused, never trapped on`() {
        let bytes = Self.list.encoded
        for place in bytes.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[place] = value
                if let list = try? PropertyList(encoded: changed) { #expect(list.encoded.count <= changed.count) }
            }
        }
    }

    @Test func `an id cut at any byte is refused`() {
        let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 2]
        for cut in 0..<bytes.count {
            #expect(throws: XDRError.truncated) {
                _ = try read(Array(bytes.prefix(cut))) { reader throws(XDRError) in try DirectoryID(from: &reader) }
            }
        }
    }

    @Test func `a NUL byte ends a name or makes it wrong`() throws {
        let bytes: [UInt8] = [0, 0, 0, 4, 0x61, 0, 0x62, 0x63]
        #expect(throws: XDRError.embeddedNUL) {
            _ = try read(bytes) { reader throws(XDRError) in try reader.readName() }
        }
        let name = try read(bytes) { reader throws(XDRError) in
            reader.namesEndAtNUL = true
            return try reader.readName()
        }
        #expect(name == [0x61])
    }

    @Test func `counts above the limits of the protocol are refused`() {
        let tooMany: [UInt8] = [0, 1, 0, 0] + [UInt8](repeating: 0, count: 1 << 20)
        #expect(throws: XDRError.tooLong) {
            _ = try read(tooMany) { reader throws(XDRError) in try reader.readNames() }
        }
        #expect(throws: XDRError.tooLong) { _ = try PropertyList(encoded: tooMany) }
        #expect(throws: XDRError.tooLong) {
            _ = try read(tooMany) { reader throws(XDRError) in try reader.readName() }
        }
    }

    @Test func `random property lists round-trip`() throws {
        for seed in Seeds.of("CutMessageTests") {
            var random = SeededGenerator(seed: seed)
            for _ in 0..<200 {
                let list = Self.random(&random)
                #expect(try PropertyList(encoded: list.encoded) == list, "seed \(seed)")
            }
        }
    }

    private static func random(_ random: inout SeededGenerator) -> PropertyList {
        func name() -> [UInt8] { random.bytes(atMost: 12).filter { $0 != 0 } }
        return PropertyList(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
                let values = (0..<Int.random(in: 0...4, using: &random)).map { _ in name() }
                return Property(name: name(), values: values)
            })
    }
}

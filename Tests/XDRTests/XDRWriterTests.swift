import Testing
import XDR

/// The writer's room.
@Suite struct XDRWriterTests {
    @Test func `beyond its limit a writer drops whole values and says so`() {
        var writer = XDRWriter(capacity: 4, limit: 12)
        writer.write(1 as UInt32)
        writer.write(opaque: [1, 2, 3, 4, 5])
        let (count, overflowed) = (writer.count, writer.overflowed)
        #expect(count == 4 && overflowed)
        writer.write(opaque: [1, 2, 3, 4])
        #expect(writer.bytes() == [0, 0, 0, 1, 0, 0, 0, 4, 1, 2, 3, 4])
        writer.truncate(to: 4)
        let afterwards = writer.overflowed
        #expect(!afterwards)
    }

    @Test func `a word can be patched and memory given back`() {
        var writer = XDRWriter(capacity: 16)
        writer.write(0 as UInt32)
        writer.append([UInt8](repeating: 7, count: 100_000))
        writer.patch(0x0102_0304, at: 0)
        #expect(writer.bytes().prefix(6) == [1, 2, 3, 4, 7, 7])
        writer.truncate(to: 8)
        writer.shrink(to: 64)
        #expect(writer.bytes() == [1, 2, 3, 4, 7, 7, 7, 7])
        writer.appendUnsafe(10) { room in
            room[0] = 9
            return 1
        }
        #expect(writer.bytes(from: 8) == [9])
    }
}

import ONCRPC
import Testing

@Suite("Records from a stream of fragments")
struct ClientRecordAssemblerTests {
    private func feed(_ assembler: inout ClientRecordAssembler, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try assembler.feed($0) }
    }

    @Test("A record comes out once its last fragment is complete, however the bytes are cut")
    func fragments() throws {
        let stream = words(2) + [1, 2] + words(0) + words(0x8000_0003) + [3, 4, 5] + words(0x8000_0001) + [6]
        for size in 1...stream.count {
            var assembler = ClientRecordAssembler(limit: 100)
            for start in stride(from: 0, to: stream.count, by: size) {
                try feed(&assembler, Array(stream[start..<min(start + size, stream.count)]))
            }
            #expect(assembler.next() == [1, 2, 3, 4, 5])
            #expect(assembler.next() == [6])
            #expect(assembler.next() == nil)
        }
    }

    @Test("A record that would pass the limit is refused at its announcement")
    func limit() throws {
        var assembler = ClientRecordAssembler(limit: 4)
        try feed(&assembler, words(3) + [1, 2, 3])
        #expect(throws: ClientRecordAssembler.RecordTooLong.self) { try feed(&assembler, words(0x8000_0002)) }
    }

    @Test("An empty record is a record")
    func empty() throws {
        var assembler = ClientRecordAssembler(limit: 4)
        try feed(&assembler, words(0x8000_0000))
        #expect(assembler.next() == [])
    }
}

import NetInfoTesting
import Testing

@testable import ONCRPC

/// Records come out of a stream whole, however the reads cut it.
@Suite struct RecordAssemblerTests {
    /// Feeds pieces as a connection does; returns the records, or nil where the stream is refused.
    private static func records(
        _ pieces: [[UInt8]], limits: RecordAssembler.Limits = .init()
    ) -> [[UInt8]]? {
        var assembler = RecordAssembler(limits: limits)
        var records: [[UInt8]] = []
        for piece in pieces {
            let isGood = piece.withUnsafeBytes { input in
                var cursor = 0
                while true {
                    switch assembler.next(input, &cursor) {
                    case .needMore: return cursor == input.count
                    case .violation: return false
                    case .direct(let range): records.append([UInt8](input[range]))
                    case .assembled:
                        records.append([UInt8](assembler.assembled))
                        assembler.reset()
                    }
                }
            }
            guard isGood else { return nil }
        }
        return assembler.isIdle ? records : nil
    }

    private static let messages: [[UInt8]] = [[1, 2, 3, 4, 5], [], [9], Array(0..<40)]

    private static var stream: [UInt8] {
        WireClient.record(messages[0]) + WireClient.record(messages[1]) + WireClient.fragment([9], isLast: true)
            + WireClient.fragment(Array(0..<10), isLast: false) + WireClient.fragment(Array(10..<40), isLast: true)
    }

    @Test func `every split of a stream into two and three reads gives the same records`() {
        let stream = Self.stream
        for first in 0...stream.count {
            for second in first...stream.count {
                let pieces = [
                    Array(stream[..<first]), Array(stream[first..<second]), Array(stream[second...]),
                ]
                #expect(Self.records(pieces) == Self.messages, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func `single bytes give the same records`() {
        #expect(Self.records(Self.stream.map { [$0] }) == Self.messages)
    }

    @Test func `random records in random fragments and reads come out whole`() {
        for seed in Seeds.of("RecordAssemblerTests") {
            var random = SeededGenerator(seed: seed)
            var stream: [UInt8] = []
            let messages = (0..<200).map { _ in random.bytes(atMost: 300) }
            for message in messages { stream += Self.fragments(message, &random) }
            var pieces: [[UInt8]] = []
            while !stream.isEmpty {
                let size = Int.random(in: 1...min(stream.count, 400), using: &random)
                pieces.append(Array(stream.prefix(size)))
                stream.removeFirst(size)
            }
            #expect(Self.records(pieces) == messages, "seed \(seed)")
        }
    }

    private static func fragments(_ message: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), message[...])
        while rest.count > 1, Bool.random(using: &random) {
            let size = Int.random(in: 1..<rest.count, using: &random)
            bytes += WireClient.fragment(Array(rest.prefix(size)), isLast: false)
            rest = rest.dropFirst(size)
        }
        return bytes + WireClient.fragment(Array(rest), isLast: true)
    }

    @Test func `a record above the limit is refused at its mark`() {
        let limits = RecordAssembler.Limits(record: 10, fragments: 3)
        #expect(Self.records([WireClient.mark(11, isLast: true)], limits: limits) == nil)
        #expect(Self.records([WireClient.record(Array(0..<10))], limits: limits) == [Array(0..<10)])
        let two = WireClient.fragment(Array(0..<6), isLast: false) + WireClient.mark(5, isLast: true)
        #expect(Self.records([two], limits: limits) == nil)
    }

    @Test func `too many fragments are refused`() {
        let limits = RecordAssembler.Limits(record: 100, fragments: 3)
        let part = WireClient.fragment([1], isLast: false)
        let last = WireClient.fragment([1], isLast: true)
        #expect(Self.records([part + part + last], limits: limits) == [[1, 1, 1]])
        #expect(Self.records([part + part + part + last], limits: limits) == nil)
    }

    @Test func `empty fragments count as fragments and add nothing`() {
        let limits = RecordAssembler.Limits(record: 100, fragments: 3)
        let empty = WireClient.mark(0, isLast: false)
        let last = WireClient.fragment([1], isLast: true)
        #expect(Self.records([empty + empty + last], limits: limits) == [[1]])
        #expect(Self.records([empty + empty + empty + last], limits: limits) == nil)
    }

    @Test func `a record that waits is given out again until it is dropped`() {
        var assembler = RecordAssembler()
        var stream = WireClient.record([1, 2, 3])
        stream.removeFirst()
        _ = [0x80 as UInt8].withUnsafeBytes { input in
            var cursor = 0
            return assembler.next(input, &cursor)
        }
        stream.withUnsafeBytes { input in
            var cursor = 0
            guard case .direct(let range) = assembler.next(input, &cursor) else {
                Issue.record("the record lies in one piece")
                return
            }
            assembler.keep(UnsafeRawBufferPointer(rebasing: input[range]))
            #expect(cursor == input.count)
            for _ in 0..<2 {
                let step = assembler.next(input, &cursor)
                #expect(step == .assembled)
            }
            let record = Array(assembler.assembled)
            #expect(record == [1, 2, 3])
        }
        assembler.reset()
        let isIdle = assembler.isIdle
        #expect(isIdle)
    }
}

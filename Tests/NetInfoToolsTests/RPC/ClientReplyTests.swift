import ONCRPC
import Testing
import XDR

@Suite("Reply messages")
struct ClientReplyTests {
    @Test("Results follow the header, whose verifier may have a body")
    func results() throws {
        let reply = try ClientReply(message: words(7, 1, 0, 1, 5) + [1, 2, 3, 4, 5, 0, 0, 0] + words(0, 42))
        #expect(reply.xid == 7)
        #expect(reply.refusal == nil)
        #expect(try reply.results { (reader) throws(XDRError) in try reader.readUInt32() } == 42)
    }

    @Test("Every way to turn a call down is told apart")
    func refusals() throws {
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 1)).refusal == .programUnavailable)
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 2, 1, 3)).refusal == .programMismatch(low: 1, high: 3))
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 3)).refusal == .procedureUnavailable)
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 4)).refusal == .garbageArguments)
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 5)).refusal == .systemError)
        #expect(try ClientReply(message: words(7, 1, 0, 0, 0, 99)).refusal == .unknown(99))
        #expect(try ClientReply(message: words(7, 1, 1, 0, 2, 2)).refusal == .versionMismatch(low: 2, high: 2))
        #expect(try ClientReply(message: words(7, 1, 1, 1, 5)).refusal == .authentication(5))
    }

    @Test("A reply cut short anywhere is an error, never a crash")
    func truncation() {
        let whole = words(7, 1, 0, 1, 5) + [1, 2, 3, 4, 5, 0, 0, 0] + words(0)
        for count in 0..<whole.count {
            #expect(throws: XDRError.self) { try ClientReply(message: Array(whole[..<count])) }
        }
    }

    @Test("A call is not a reply")
    func call() {
        #expect(throws: XDRError.invalidDiscriminant) { try ClientReply(message: words(7, 0, 2, 100, 1, 0)) }
    }
}

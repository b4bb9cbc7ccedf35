import NetInfoTools
import Testing

@Suite("JSON output")
struct JSONValueTests {
    private func encode(_ value: JSONValue) -> String { String(decoding: value.encoded, as: UTF8.self) }

    @Test("Members and elements keep their order")
    func order() {
        let value = JSONValue.object([
            .init("b", .array([.number(1), .null])), .init("a", .bool(true)), .init("c", .text("x")),
        ])
        #expect(encode(value) == #"{"b":[1,null],"a":true,"c":"x"}"#)
        #expect(encode(.array([])) == "[]")
    }

    @Test("Characters with a meaning in JSON are escaped, others are not")
    func escapes() {
        #expect(encode(.text("a\"b\\c\n\t\u{1}\u{7F}/ö日")) == #""a\"b\\c\n\t\u0001\u007f/ö日""#)
    }

    @Test("Bytes that are not UTF-8 become lone surrogates")
    func invalid() {
        #expect(encode(.string([0x61, 0xFF, 0xC3, 0x28, 0xC3])) == #""a\udcff\udcc3(\udcc3""#)
        #expect(encode(.string([0xED, 0xA0, 0x80])) == #""\udced\udca0\udc80""#)
        #expect(encode(.string([0xF0, 0x9F, 0x98, 0x80])) == "\"😀\"")
    }
}

/// The recorded host's addresses as addresses of loopback: the same number of bytes, as text and as numbers.
/// 127.0.0.1 itself occurs in the recordings too, so it cannot be the one.
enum LoopbackAddresses {
    private static let texts = (Array("10.89.0.".utf8), Array("127.9.9.".utf8))
    private static let numbers: ([UInt8], [UInt8]) = ([0x0A, 0x59, 0x00], [0x7F, 0x09, 0x09])

    /// Replaces addresses everywhere behind the transaction id.
    static func replace(_ message: [UInt8]) -> [UInt8] {
        message.prefix(4) + replace(replace(Array(message.dropFirst(4)), texts), numbers)
    }

    /// Replaces addresses in text.
    static func replace(text: [UInt8]) -> [UInt8] { replace(text, texts) }

    private static func replace(_ bytes: [UInt8], _ pair: ([UInt8], [UInt8])) -> [UInt8] {
        var result = bytes
        var place = 0
        while place + pair.0.count <= result.count {
            let range = place..<place + pair.0.count
            if result[range].elementsEqual(pair.0) {
                result.replaceSubrange(range, with: pair.1)
                place = range.upperBound
            } else {
                place += 1
            }
        }
        return result
    }
}

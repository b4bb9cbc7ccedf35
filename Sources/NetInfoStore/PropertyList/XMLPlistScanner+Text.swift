extension XMLPlistScanner {
    /// Reads text up to the next tag, with entities, character references, CDATA sections and line ends resolved and
    /// comments left out.
    mutating func readText() throws(PlistFault) -> [UInt8] {
        let start = offset
        try skipOrdinaryText()
        let text = [UInt8](UnsafeRawBufferPointer(rebasing: raw[start..<offset]))
        return isAt("</") ? text : try readText(after: text)
    }

    /// Reads on from where something other than plain text and its end comes next.
    private mutating func readText(after plain: [UInt8]) throws(PlistFault) -> [UInt8] {
        var text = plain
        while !isAtEnd {
            if isAt("&") {
                try readReference(into: &text)
            } else if isAt("\r") {
                readLineEnd(into: &text)
            } else if isAt("<![CDATA[") {
                try readSection(into: &text)
            } else if isAt("<!--") {
                try skipComment()
            } else if isAt("<") {
                return text
            }
            let start = offset
            try skipOrdinaryText()
            text.append(contentsOf: raw[start..<offset])
        }
        throw fault("expected a closing tag")
    }

    /// XML has every CR LF and lone CR read as LF (section 2.11).
    private mutating func readLineEnd(into text: inout [UInt8]) {
        _ = skip("\r")
        _ = skip("\n")
        text.append(UInt8(ascii: "\n"))
    }

    private mutating func readSection(into text: inout [UInt8]) throws(PlistFault) {
        let start = offset
        _ = skip("<![CDATA[")
        while !isAt("]]>") {
            guard !isAtEnd else { throw PlistFault("the CDATA section has no end", at: start) }
            if isAt("\r") {
                readLineEnd(into: &text)
                continue
            }
            let character = offset
            try skipCharacter()
            text.append(contentsOf: raw[character..<offset])
        }
        _ = skip("]]>")
    }

    private mutating func readReference(into text: inout [UInt8]) throws(PlistFault) {
        if skip("&lt;") {
            text.append(UInt8(ascii: "<"))
        } else if skip("&gt;") {
            text.append(UInt8(ascii: ">"))
        } else if skip("&amp;") {
            text.append(UInt8(ascii: "&"))
        } else if skip("&quot;") {
            text.append(UInt8(ascii: "\""))
        } else if skip("&apos;") {
            text.append(UInt8(ascii: "'"))
        } else if isAt("&#") {
            text.append(contentsOf: String(try readCharacterReference()).utf8)
        } else {
            throw fault("an entity other than lt, gt, amp, quot and apos")
        }
    }

    private mutating func readCharacterReference() throws(PlistFault) -> Unicode.Scalar {
        let start = offset
        _ = skip("&#")
        let base: UInt32 = skip("x") ? 16 : 10
        var value: UInt32 = 0
        var digits = 0
        while !isAtEnd, let digit = Self.digit(raw[offset]), digit < base {
            // Saturates above the last character, so no number of digits overflows.
            value = min(value * base + digit, 0x11_0000)
            digits += 1
            try skipCharacter()
        }
        guard digits > 0, skip(";"), let scalar = Unicode.Scalar(value), scalar.isXMLCharacter else {
            throw PlistFault("a character reference to nothing XML allows", at: start)
        }
        return scalar
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

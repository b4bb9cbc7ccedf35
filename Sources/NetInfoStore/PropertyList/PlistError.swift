/// Why a file is not the property list of a directory, and where.
package struct PlistError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the problem is.
    package enum Place: Hashable, Sendable {
        /// In XML: both count from 1, columns in characters.
        case text(line: Int, column: Int)
        /// In a binary property list: bytes from the start of the file.
        case byte(Int)
    }

    package let place: Place
    package let problem: String

    package var description: String {
        switch place {
        case .text(let line, let column): "line \(line), column \(column): \(problem)"
        case .byte(let offset): "byte \(offset): \(problem)"
        }
    }
}

/// A problem at a byte offset, before anyone has counted the lines.
struct PlistFault: Error {
    let offset: Int
    let problem: String

    init(_ problem: String, at offset: Int) {
        self.offset = offset
        self.problem = problem
    }

    /// The error to report for a fault in UTF-8 text.
    func located(in text: UnsafeRawBufferPointer) -> PlistError {
        var line = 1
        var column = 1
        for byte in text.prefix(max(offset, 0)) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return PlistError(place: .text(line: line, column: column), problem: problem)
    }
}

extension Collection<UInt8> {
    /// The bytes for a message: shortened, and whatever is not printable shown as its code.
    var quotedForMessage: String {
        var text = "'"
        for scalar in String(decoding: prefix(80), as: UTF8.self).unicodeScalars {
            text += scalar.value < 0x20 || scalar.value == 0x7F ? "\\u{\(scalar.value)}" : String(scalar)
        }
        return text + (count > 80 ? "…'" : "'")
    }
}

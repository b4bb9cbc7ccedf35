import Foundation

/// What values of an attribute may be, and which of them are equal (RFC 4517; RFC 2307 section 2.4).
///
/// A server refuses a whole entry for one bad value. The syntaxes of RFC 2307's own are taken less narrowly than they are
/// written there, where no name may have an underscore or a dot; OpenLDAP takes any.
package enum LDAPSyntax: Hashable, Sendable {
    /// UTF-8; case and the number of blanks do not matter.
    case directoryString
    /// ASCII; case does not matter.
    case asciiIgnoringCase
    case ascii
    /// ASCII of at most 1,024 bytes.
    case mapEntry
    /// `key=server:path`
    case bootParameter
    /// `(host,user,domain)`
    case netgroupTriple
    /// Anything. Numbers are made by whoever writes them.
    case octets

    private static let longestMapEntry = 1024

    /// Why a value cannot be one, as a clause about it; nil when it can.
    package func fault(in value: [UInt8]) -> String? {
        guard !value.isEmpty else { return "is empty" }
        switch self {
        case .directoryString: return String(validating: value, as: UTF8.self) == nil ? "is not UTF-8" : nil
        case .asciiIgnoringCase, .ascii: return Self.asciiFault(in: value)
        case .mapEntry:
            return value.count > Self.longestMapEntry
                ? "is longer than \(Self.longestMapEntry) bytes" : Self.asciiFault(in: value)
        case .bootParameter:
            return Self.isBootParameter(value) ? nil : "is not of the form key=server:path"
        case .netgroupTriple:
            return Self.isTriple(value) ? nil : "has characters that cannot stand in a netgroup triple"
        case .octets: return nil
        }
    }

    private static func asciiFault(in value: [UInt8]) -> String? {
        value.allSatisfy { $0 < 0x80 } ? nil : "is not ASCII"
    }

    private static func isBootParameter(_ value: [UInt8]) -> Bool {
        guard let equals = value.firstIndex(of: Byte.equals) else { return false }
        let rest = value[(equals + 1)...]
        guard let colon = rest.firstIndex(of: Byte.colon) else { return false }
        return equals > 0 && value[..<equals].allSatisfy(isVisible) && rest[..<colon].allSatisfy(isVisible)
            && rest[(colon + 1)...].allSatisfy { isVisible($0) || $0 == Byte.blank }
    }

    private static func isTriple(_ value: [UInt8]) -> Bool {
        guard value.first == Byte.leftParen, value.last == Byte.rightParen, value.count > 1 else { return false }
        let inside = value.dropFirst().dropLast()
        return inside.filter { $0 == Byte.comma }.count == 2
            && inside.allSatisfy { isVisible($0) && $0 != Byte.leftParen && $0 != Byte.rightParen }
    }

    /// Printable ASCII but the blank.
    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// What two values have in common when a server takes them for the same.
    package func identity(of value: [UInt8]) -> [UInt8] {
        switch self {
        case .directoryString: Array(Self.folded(value).utf8)
        case .asciiIgnoringCase: Array(Self.squeezed(String(decoding: value, as: UTF8.self).lowercased()).utf8)
        case .ascii, .mapEntry: Array(Self.squeezed(String(decoding: value, as: UTF8.self)).utf8)
        case .bootParameter, .netgroupTriple, .octets: value
        }
    }

    private static func folded(_ value: [UInt8]) -> String {
        let text = String(decoding: value, as: UTF8.self).decomposedStringWithCompatibilityMapping.lowercased()
        return squeezed(text.decomposedStringWithCompatibilityMapping)
    }

    /// Blanks at the ends do not count, and several are as one.
    private static func squeezed(_ text: String) -> String {
        text.unicodeScalars.split(separator: " ").map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }
}

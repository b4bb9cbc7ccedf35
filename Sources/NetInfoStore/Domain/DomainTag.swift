/// What may be the tag of a domain: it becomes the name of a folder (`protocol.md` 6.3).
package enum DomainTag {
    /// Bytes of the longest tag.
    package static let longest = 128

    /// Whether a tag is text that is safe as a file name.
    package static func isValid(_ tag: [UInt8]) -> Bool {
        guard !tag.isEmpty, tag.count <= longest, tag[0] != UInt8(ascii: "."),
            String(validating: tag, as: UTF8.self) != nil
        else { return false }
        return !tag.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") }
    }
}

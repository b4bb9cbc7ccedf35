import XDR

/// Why bytes are not a record.
enum RecordFault: Error, Equatable, CustomStringConvertible {
    /// It belongs to another directory.
    case foreign(UInt32)
    /// It could not be read at this byte.
    case unreadable(XDRError, offset: Int)
    /// It ended at this byte, before the length it declares.
    case overlong(offset: Int)

    var description: String {
        switch self {
        case .foreign(let id): "the record names directory \(id) instead"
        case .unreadable(.truncated, let offset): "the record is torn, its bytes end too early (at byte \(offset))"
        case .unreadable(.tooLong, let offset): "the record has an impossible count or length (at byte \(offset))"
        case .unreadable(.embeddedNUL, let offset): "the record has text with a NUL in it (before byte \(offset))"
        case .unreadable(.invalidDiscriminant, let offset): "the record has data of an unknown type (at byte \(offset))"
        case .overlong(let offset): "the record ends at byte \(offset), not where its length says"
        }
    }
}

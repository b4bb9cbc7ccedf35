/// A value of `serves`: which domain a machine serves, seen from the domain that says so (`protocol.md` 6.6).
struct ServedDomain: Hashable {
    enum Relation: Hashable {
        /// `./tag`: this very domain.
        case own
        /// `../tag`: the parent.
        case parent
        /// `name/tag`: a child.
        case child
    }

    let relation: Relation
    let tag: [UInt8]

    /// Reads `X/tag`, split at the first slash; nil without one.
    init?(_ value: [UInt8]) {
        guard let slash = value.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        switch String(decoding: value[..<slash], as: UTF8.self) {
        case ".": relation = .own
        case "..": relation = .parent
        default: relation = .child
        }
        tag = Array(value[(slash + 1)...])
    }
}

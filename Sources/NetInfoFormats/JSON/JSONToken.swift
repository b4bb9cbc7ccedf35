/// A token of JSON text.
package enum JSONToken: Hashable {
    /// One of `{ } [ ] : ,`.
    case mark(UInt8)
    case string([UInt8])
    /// A number, `true`, `false` or `null`.
    case literal([UInt8])
    case end
}

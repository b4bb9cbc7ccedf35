/// Whether changes are kept account of, and how much of that is kept.
package struct AuditSettings: Hashable, Sendable {
    package var isOn = true
    /// Bytes of one file, after which the next one begins.
    package var size = 8 << 20
    /// Files of each kind, the current one included.
    package var files = 8

    package init() {}
}

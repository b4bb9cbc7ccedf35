import NetInfoProtocol

/// Settings that a domain carries in its root directory (`protocol.md` 7.1).
enum RootOption {
    /// Whether members of `/groups/admin` may do everything; yes unless said otherwise.
    static func promotesAdministrators(_ root: PropertyList) -> Bool {
        boolean(root.firstValue(of: "promote_admins"), default: true)
    }

    /// Whether the domain never looks for a parent.
    static func isRoot(_ root: PropertyList) -> Bool {
        boolean(root.firstValue(of: "isRoot"), default: false)
    }

    /// The fixed port of the domain, or nil.
    static func port(_ root: PropertyList) -> UInt16? {
        guard let value = root.firstValue(of: "port"), let port = UInt16(String(decoding: value, as: UTF8.self)) else {
            return nil
        }
        return port == 0 ? nil : port
    }

    private static func boolean(_ value: [UInt8]?, default fallback: Bool) -> Bool {
        guard let value else { return fallback }
        switch String(decoding: value, as: UTF8.self) {
        case "YES", "yes", "Yes", "1", "Y", "y": return true
        case "NO", "no", "No", "0", "N", "n": return false
        default: return fallback
        }
    }
}

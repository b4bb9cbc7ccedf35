/// `/machines`: `device` with `ipHost`, `ieee802Device` and `bootableDevice`, as far as there is something for them.
struct HostMapping: LDAPMapping {
    var directory: String { "machines" }
    var container: LDAPContainer { LDAPContainer(value: "hosts") }

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare("device")
        try draft.name()
        let addresses =
            Self.addresses("ip_address", &draft) { MachineAddress.ipv4($0) ?? MachineAddress.ipv6($0) }
            + Self.addresses("ipv6_address", &draft, MachineAddress.ipv6)
        if draft.add(.ipHostNumber, addresses, from: "ip_address") > 0 { draft.declare("ipHost") }
        let ethernet = Self.addresses("en_address", &draft) { MachineAddress.ethernet($0).map(Self.padded) }
        if draft.add(.macAddress, ethernet, from: "en_address") > 0 { draft.declare("ieee802Device") }
        let files = draft.add(.bootFile, draft.values("bootfile"), from: "bootfile")
        let parameters = draft.add(.bootParameter, draft.values("bootparams"), from: "bootparams")
        if files + parameters > 0 { draft.declare("bootableDevice") }
        draft.ignore("netgroups")
    }

    /// The values of a property that are addresses, in their one form.
    private static func addresses(
        _ key: String, _ draft: inout EntryDraft, _ canonical: ([UInt8]) -> [UInt8]?
    ) -> [[UInt8]] {
        var addresses: [[UInt8]] = []
        for value in draft.values(key) {
            if let address = canonical(value) {
                addresses.append(address)
            } else if !value.isEmpty {
                draft.leaveOut(key, "a value is no address")
            }
        }
        return addresses
    }

    /// Two digits a group, as RFC 2307 wants it.
    private static func padded(_ address: [UInt8]) -> [UInt8] {
        let groups = address.split(separator: Byte.colon).map { $0.count < 2 ? [UInt8(ascii: "0")] + $0 : Array($0) }
        return Array(groups.joined(separator: [Byte.colon]))
    }
}

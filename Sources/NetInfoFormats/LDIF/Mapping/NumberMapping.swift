/// `/protocols` and `/rpcs`: `ipProtocol` and `oncRpc`, a name and a number.
struct NumberMapping: LDAPMapping {
    let directory: String
    let container: LDAPContainer
    private let objectClass: String
    private let attribute: LDAPAttribute
    private let range: ClosedRange<Int>

    static let protocols = NumberMapping(
        directory: "protocols", container: LDAPContainer(value: "protocols"), objectClass: "ipProtocol",
        attribute: .ipProtocolNumber, range: 0...255)
    static let rpcs = NumberMapping(
        directory: "rpcs", container: LDAPContainer(value: "rpc"), objectClass: "oncRpc", attribute: .oncRpcNumber,
        range: 0...0xFFFF_FFFF)

    func compose(_ draft: inout EntryDraft) throws(Omission) {
        draft.declare(objectClass)
        try draft.name()
        draft.add(attribute, try draft.number("number", range))
        // Both classes demand a description, which NetInfo does not have.
        if let name = draft.naming.first?.value { draft.supply(.description, name) }
    }
}

import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// The master of a domain, as the domain's root names it: `HOST/TAG`.
struct DomainMaster: Hashable {
    let host: [UInt8]
    let tag: [UInt8]

    /// The master of a domain; nil when its root does not name one.
    init?(of domain: NetInfoDomain) throws(NetInfoClientError) {
        let root = try domain.connection.read(0).value
        guard let value = root.firstValue(of: "master"), let slash = value.firstIndex(of: UInt8(ascii: "/")) else {
            return nil
        }
        host = Array(value[..<slash])
        tag = Array(value[(slash + 1)...])
    }

    /// What `parent` calls the domain of this master.
    func name(in parent: NetInfoDomain) throws(NetInfoClientError) -> NameInParent {
        let connection = parent.connection
        let found: [UInt32]
        do throws(NetInfoClientError) {
            found = try connection.lookup(Array("name".utf8), host, in: try connection.machinesDirectory()).value
        } catch {
            guard error.status == .noDirectory else { throw error }
            found = []
        }
        guard let machine = found.first else { return .noMachine }
        for value in try connection.read(machine).value.values(of: "serves") ?? [] {
            guard let served = ServedTag(value), served.isChild, served.tag == tag else { continue }
            return .name(served.name)
        }
        return .notServed
    }

    enum NameInParent: Hashable {
        case name([UInt8])
        /// The parent has no such machine.
        case noMachine
        /// The machine serves no child domain by that tag.
        case notServed
    }
}

/// A value of `serves`: the domain's name as seen from the domain it stands in, and its tag.
struct ServedTag: Hashable {
    let name: [UInt8]
    let tag: [UInt8]

    /// Reads `NAME/TAG`; nil without a slash. The last slash splits, since tags have none.
    init?(_ value: [UInt8]) {
        guard let slash = value.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        name = Array(value[..<slash])
        tag = Array(value[(slash + 1)...])
    }

    /// Whether this is neither the domain itself nor its parent.
    var isChild: Bool { !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8) && !name.isEmpty }
}

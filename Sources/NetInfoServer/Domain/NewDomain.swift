package import NetInfoDirectory
import NetInfoProtocol

/// The first content of a domain.
package enum NewDomain {
    /// The directories that clients expect at every level of the hierarchy (`schema.md` rule 4).
    package static let standardDirectories = [
        "users", "groups", "machines", "mounts", "printers", "aliases", "networks", "protocols", "services", "rpcs",
        "locations", "fax_modems", "exports", "config",
    ]

    /// What the original's `netinfod -m` makes (`protocol.md` 5.2): the root with `master`, `/machines`, and this host.
    /// Ids 0, 1, 2; instances 3, 1, 0; checksum 5.
    /// `relatives` are further `serves` values of this host: its parent domain, or a child.
    package static func master(
        tag: String, host: String, addresses: [String], relatives: [String] = []
    ) -> DirectoryTree {
        var tree = DirectoryTree()
        var change = TreeChange()
        do throws(NIStatus) {
            // The original saves a new root once before anything is in it.
            _ = try tree.write(try tree.current(0), [], by: .superuser, &change)
            _ = try tree.write(try tree.current(0), [Property("master", "\(host)/\(tag)")], by: .superuser, &change)
            let machines = try add([Property("name", "machines")], below: 0, &tree)
            let known = Property(name: Array("ip_address".utf8), values: addresses.map { Array($0.utf8) })
            let serves = (["./\(tag)"] + relatives).map { Array($0.utf8) }
            _ = try add(
                [Property("name", host), known, Property(name: Array("serves".utf8), values: serves)],
                below: machines, &tree)
        } catch {
            preconditionFailure("a new tree refuses its first directories")
        }
        return tree
    }

    /// A master with all standard directories, for a first start.
    package static func standard(
        tag: String, host: String, addresses: [String], relatives: [String] = []
    ) -> DirectoryTree {
        var tree = master(tag: tag, host: host, addresses: addresses, relatives: relatives)
        for name in standardDirectories where name != "machines" {
            _ = try? add([Property("name", name)], below: 0, &tree)
        }
        return tree
    }

    private static func add(
        _ properties: PropertyList, below parent: UInt32, _ tree: inout DirectoryTree
    ) throws(NIStatus) -> UInt32 {
        var change = TreeChange()
        let parent = try tree.current(parent)
        let made = try tree.create(
            below: parent, properties, where: NILimit.indexNull, by: .superuser, &change)
        return made.new.object
    }
}

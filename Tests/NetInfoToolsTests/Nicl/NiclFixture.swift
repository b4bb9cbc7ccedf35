import Foundation
import NetInfoDirectory
import NetInfoProtocol

/// The directories that the recorded command lines of the original worked on.
struct NiclFixture {
    private struct Node: Decodable {
        let props: [[Entry]]
        let children: [Node]?
    }

    /// A name, or a list of values.
    private enum Entry: Decodable {
        case name(String)
        case values([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                self = .name(name)
            } else {
                self = .values(try container.decode([String].self))
            }
        }
    }

    /// The tree, numbered depth first.
    static func tree(_ url: URL, tag: String) throws -> DirectoryTree {
        var records: [DirectoryRecord] = []
        add(try JSONDecoder().decode(Node.self, from: Data(contentsOf: url)), parent: 0, tag, to: &records)
        return try DirectoryTree(DirectorySnapshot(records: records))
    }

    private static func add(_ node: Node, parent: UInt32, _ tag: String, to records: inout [DirectoryRecord]) {
        let place = records.count
        let properties = PropertyList(node.props.compactMap { property($0, tag) })
        records.append(
            DirectoryRecord(id: UInt32(place), instance: 0, parent: parent, children: [], properties: properties))
        for child in node.children ?? [] {
            records[place].children.append(UInt32(records.count))
            add(child, parent: UInt32(place), tag, to: &records)
        }
    }

    private static func property(_ entries: [Entry], _ tag: String) -> Property? {
        guard entries.count == 2, case .name(let name) = entries[0], case .values(let values) = entries[1] else {
            return nil
        }
        return Property(
            name: Array(name.utf8), values: values.map { Array($0.replacing("{tag}", with: tag).utf8) })
    }
}

import NetInfoProtocol
import XDR

/// A STATISTICS reply without what no two servers have in common.
package struct StatisticsDigest: Hashable, Sendable {
    /// Names in their order, with the number of values of each; what must agree keeps its values.
    package let lines: [String]

    /// Properties whose values must agree: they follow from the directory, or are constants of the protocol. All
    /// others are counters and times, the server's version, and the host's name, of which only the number of values
    /// is compared.
    package static let compared: Set<String> = [
        "checksum", "tag", "ip_address", "domain_servers", "write_locked", "notifications_pending", "binding",
    ]

    /// Reads the results of STATISTICS (`protocol.md` 7.3). Lines of procedures keep their number, which comes first.
    package init(results: [UInt8]) throws {
        lines = try PropertyList(encoded: results).properties.map { property in
            let name = String(decoding: property.name, as: UTF8.self)
            let values = property.values.map { String(decoding: $0, as: UTF8.self) }
            if Self.compared.contains(name) { return "\(name): \(values.joined(separator: " "))" }
            let isProcedure = NIProcedure.allCases.contains { "\($0)" == name }
            return "\(name): \(isProcedure ? values.first ?? "" : "") #\(values.count)"
        }
    }
}

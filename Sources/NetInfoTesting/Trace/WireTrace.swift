package import Foundation
package import NetInfoDirectory
import NetInfoProtocol
package import ONCRPC

/// A recording of the original's tools talking to the original's servers.
package struct WireTrace: Sendable {
    /// A call and the reply it got, if any.
    package struct Exchange: Sendable {
        package let isStream: Bool
        package let from: PeerAddress
        package let to: PeerAddress
        package let program: UInt32
        /// Program and procedure by name, as in `netinfo.lookup`.
        package let name: String
        package let call: [UInt8]
        package let reply: [UInt8]?
    }

    /// The file's name.
    package let name: String
    /// The directories of each domain before the first message.
    package let before: [String: DirectorySnapshot]
    /// All calls in their order.
    package let exchanges: [Exchange]

    /// Reads a recording.
    package init(_ file: URL) throws {
        name = file.deletingPathExtension().lastPathComponent
        let recorded = try JSONDecoder().decode(Recording.self, from: try Data(contentsOf: file))
        before = recorded.objectsBefore.mapValues { objects in DirectorySnapshot(records: objects.map(\.record)) }
        exchanges = try Self.pair(recorded.messages)
    }

    /// All recordings, in the order of their names; nil, loudly, when they are not there.
    package static func all(for test: String) throws -> [WireTrace]? {
        guard let folder = SharedData.folder("conformance/traces", for: test) else { return nil }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try WireTrace($0) }
    }

    /// The domains whose servers had been asked for their parents before, as `binding` in STATISTICS shows: all, unless
    /// a reply says that the binding is unknown, which only `network` says.
    package var tagsAskedForParent: [String] {
        let unknown = Array("unknown".utf8)
        let saysUnknown = exchanges.contains { exchange in
            guard exchange.name == "netinfo.statistics", let reply = exchange.reply else { return false }
            return reply.indices.contains { reply[$0...].starts(with: unknown) }
        }
        return before.keys.filter { !saysUnknown || $0 != "network" }
    }

    /// Finds each call's reply: the same transaction id, on the way back.
    private static func pair(_ messages: [Recording.Message]) throws -> [Exchange] {
        var replies = messages.filter { $0.direction == "reply" }
        return try messages.filter { $0.direction == "call" }.map { call in
            let bytes = try Self.bytes(call.hex)
            let place = replies.firstIndex { $0.to == call.from && $0.hex.prefix(8) == call.hex.prefix(8) }
            let reply = place.map { replies.remove(at: $0) }
            return Exchange(
                isStream: call.transport == "tcp", from: try address(call.from), to: try address(call.to),
                program: call.program, name: "\(call.name).\(call.procedure)", call: bytes,
                reply: try reply.map { try Self.bytes($0.hex) })
        }
    }

    private static func address(_ text: String) throws -> PeerAddress {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let host = HostAddress(String(parts[0])), let port = UInt16(parts[1]) else {
            throw WireError.malformed("the address \(text)")
        }
        return PeerAddress(host: host, port: port)
    }

    private static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        return try stride(from: 0, to: digits.count, by: 2).map { place in
            let pair = String(decoding: digits[place..<min(place + 2, digits.count)], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { throw WireError.malformed("the digits \(pair)") }
            return byte
        }
    }
}

/// The file format of a recording, as far as it is used.
private struct Recording: Decodable {
    struct Object: Decodable {
        let id: [UInt32]
        let parent: UInt32
        let children: [UInt32]
        let props: [[PropertyPart]]

        var record: DirectoryRecord {
            DirectoryRecord(
                id: id[0], instance: id[1], parent: parent, children: children,
                properties: PropertyList(
                    props.map { Property(name: Array($0[0].text.utf8), values: $0[1].list.map { Array($0.utf8) }) }))
        }
    }

    /// A property is an array of its name and the array of its values.
    struct PropertyPart: Decodable {
        let text: String
        let list: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = (try? container.decode(String.self)) ?? ""
            list = (try? container.decode([String].self)) ?? []
        }
    }

    struct Message: Decodable {
        let transport: String
        let direction: String
        let from: String
        let to: String
        let program: UInt32
        let name: String
        let procedure: String
        let hex: String
    }

    let objectsBefore: [String: [Object]]
    let messages: [Message]

    enum CodingKeys: String, CodingKey {
        case objectsBefore = "objects_before"
        case messages
    }
}

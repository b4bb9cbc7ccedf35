import NetInfoFormats
import NetInfoStore

/// One line of an audit folder, taken apart (`docs/store-format.md`, "The audit folder").
struct HistoryEntry {
    /// The tag of the domain; nil for what the binder did.
    let tag: String?
    /// The line as it is in the file.
    let line: ArraySlice<UInt8>
    /// Such as `2026-11-23T10:15:00.123Z`: earlier times come first in the order of bytes.
    let time: [UInt8]
    private let members: JSONValue

    /// One property that a write changed.
    struct Change {
        let property: [UInt8]
        let old: [[UInt8]]?
        let new: [[UInt8]]?
        let isWithheld: Bool
        let isCut: Bool
    }

    init(_ line: AuditFolder.Line, tag: String?) throws(FormatProblem) {
        members = try JSONValue(parsing: Array(line.bytes))
        guard let time = members["time"]?.string else {
            throw FormatProblem(line: 1, column: 1, reason: Array("it has no time".utf8))
        }
        self.time = time
        self.tag = tag
        self.line = line.bytes
    }

    var path: [UInt8]? { members["path"]?.string }
    /// The path afterwards, if the write changed the name.
    var renamed: [UInt8]? { members["renamed"]?.string }
    var id: Int? { members["id"]?.number }
    var instance: Int? { members["instance"]?.number }
    var identity: [UInt8] { members["identity"]?.string ?? [] }
    var user: [UInt8]? { members["user"]?.string }
    var uid: Int? { members["uid"]?.number }
    var peer: [UInt8]? { members["peer"]?.string }
    var peerUser: Int? { members["peeruid"]?.number }
    var port: Int? { members["port"]?.number }
    var proof: [UInt8] { members["proof"]?.string ?? [] }
    var procedure: [UInt8] { members["procedure"]?.string ?? [] }
    /// The tag that the binder was asked about.
    var subject: [UInt8]? { members["tag"]?.string }
    var outcome: [UInt8] { members["outcome"]?.string ?? [] }
    var repeated: Int { members["repeated"]?.number ?? 0 }
    /// How many events could not be written, if that is what the line tells.
    var lost: Int? { members["lost"]?.number }
    var isCut: Bool { members["cut"] == .bool(true) }

    var properties: [[UInt8]] { members["properties"]?.elements?.compactMap(\.string) ?? [] }

    var changes: [Change] {
        (members["changes"]?.elements ?? []).map { change in
            Change(
                property: change["property"]?.string ?? [],
                old: change["old"]?.elements?.compactMap(\.string), new: change["new"]?.elements?.compactMap(\.string),
                isWithheld: change["withheld"] == .bool(true), isCut: change["cut"] == .bool(true))
        }
    }

    /// The line with the domain as its first member.
    var json: [UInt8] {
        var member: [UInt8] = []
        JSONString.encode(Array((tag ?? "").utf8), into: &member)
        let domain = tag == nil ? Array("null".utf8) : member
        return Array("{\"domain\":".utf8) + domain + Array(",".utf8) + line.dropFirst()
    }
}

import Foundation
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import NetInfoStore

/// Where each directory of a domain goes in a dslocal node, and what is in its file.
///
/// A child of the root is a folder, its children are files there, and what is below one of those is in a folder beside
/// its file. A Mac's files hold no properties of folders: a file in the folder would be a record of its kind.
struct DslocalLayout {
    enum Part {
        case folder(String)
        case file(String, [UInt8])
    }

    /// A directory that has been given its place.
    private struct Place {
        /// The folder for its children; nil when it would lie too deep.
        var folder: String?
        /// Names that lead to it from the root.
        var depth: Int
        /// The child of the root that it is below.
        var top: String
    }

    private let makesUUIDs: Bool
    private let longestName: Int
    private var places: [UInt32: Place] = [:]
    /// The names given in each folder, in lower case: a Mac's file system does not tell upper from lower case.
    private var taken: [UInt32: Set<String>] = [:]
    private var made = 0

    /// The folders below the node's, and how many records each holds, with those further below.
    private(set) var counts: [(folder: String, records: Int)] = []
    private(set) var remarks: [ExportRemark] = []
    private var indexes: [String: Int] = [:]

    /// - Parameters:
    ///   - makesUUIDs: whether users and groups without a UUID get one.
    ///   - longestName: bytes of the longest path below the node's folder.
    init(makesUUIDs: Bool, longestName: Int) {
        self.makesUUIDs = makesUUIDs
        self.longestName = longestName
    }

    /// How many UUIDs were made.
    var uuids: Int { made }

    /// The files and folders of a directory, whose parent must have been asked for before.
    mutating func parts(of record: DirectoryRecord) -> [Part] {
        if record.id == 0 { return rootParts(record) }
        guard let parent = places[record.parent] else { return [] }
        guard let outer = parent.folder else { return tooDeep(record, parent) }
        let base = chooseBase(record)
        let path = outer.isEmpty ? base : "\(outer)/\(base)"
        guard path.utf8.count + RecordFileName.suffix.utf8.count <= longestName else {
            return tooDeep(record, parent)
        }
        places[record.id] = Place(folder: path, depth: parent.depth + 1, top: parent.depth == 0 ? base : parent.top)
        return parent.depth == 0 ? folderParts(record, path) : fileParts(record, path, parent)
    }

    // MARK: Places

    private mutating func chooseBase(_ record: DirectoryRecord) -> String {
        let base = RecordFileName.base(for: record.properties, id: record.id)
        let chosen =
            taken[record.parent, default: []].insert(base.lowercased()).inserted
            ? base : RecordFileName.disambiguated(base, id: record.id)
        taken[record.parent, default: []].insert(chosen.lowercased())
        return chosen
    }

    private mutating func tooDeep(_ record: DirectoryRecord, _ parent: Place) -> [Part] {
        places[record.id] = Place(folder: nil, depth: parent.depth + 1, top: parent.top)
        remarks.append(ExportRemark(.directoryLeftOut, record.id, "too deep for a file"))
        return []
    }

    // MARK: The node and its folders

    /// No Mac looks for records in the node's own folder, so that a file there does no harm.
    private mutating func rootParts(_ record: DirectoryRecord) -> [Part] {
        places[0] = Place(folder: "", depth: 0, top: "")
        guard !record.properties.properties.isEmpty else { return [] }
        return [.file(RecordFileName.directory + RecordFileName.suffix, encoded(record, isAccount: false))]
    }

    private mutating func folderParts(_ record: DirectoryRecord, _ path: String) -> [Part] {
        indexes[path] = counts.count
        counts.append((path, 0))
        let names = record.properties.values(of: "name") ?? []
        for property in record.properties.properties {
            let isName = property.name.elementsEqual("name".utf8) && property.values == names
            if isName, names.count == 1, names.first.map({ Self.isCalled(path, $0) }) ?? true { continue }
            let reason =
                isName
                ? "a folder has one name, and this one is \(path)" : "a folder has no properties besides its name"
            remarks.append(ExportRemark(.propertyLeftOut, record.id, property: property.name, reason))
        }
        return [.folder(path)]
    }

    /// Whether a folder's name says what the directory is called.
    private static func isCalled(_ folder: String, _ name: [UInt8]) -> Bool {
        guard let text = String(validating: name, as: UTF8.self), !text.contains("%2F") else { return false }
        return text.utf8.flatMap { $0 == UInt8(ascii: "/") ? Array("%2F".utf8) : [$0] }.elementsEqual(folder.utf8)
    }

    // MARK: Files

    private mutating func fileParts(_ record: DirectoryRecord, _ path: String, _ parent: Place) -> [Part] {
        if let index = indexes[parent.top] { counts[index].records += 1 }
        if record.properties.firstValue(of: "name") == nil {
            remarks.append(ExportRemark(.note, record.id, "no name, and a Mac finds records by name only"))
        }
        if parent.depth > 1, !path.starts(with: "config/SharePoints/") {
            remarks.append(ExportRemark(.note, record.id, "a Mac looks only one folder deep"))
        }
        let isAccount = parent.depth == 1 && ["users", "groups"].contains(parent.top)
        let file = Part.file(path + RecordFileName.suffix, encoded(record, isAccount: isAccount))
        return record.children.isEmpty ? [file] : [file, .folder(path)]
    }

    private mutating func encoded(_ record: DirectoryRecord, isAccount: Bool) -> [UInt8] {
        var properties = record.properties
        if isAccount, makesUUIDs, addUUID(to: &properties) { made += 1 }
        let foreign = ForeignRecord(properties)
        remarks += foreign.omissions.map {
            ExportRemark(.propertyLeftOut, record.id, property: $0.name, $0.reason)
        }
        return foreign.encoded
    }

    /// Gives an account a UUID unless it has one.
    private func addUUID(to list: inout PropertyList) -> Bool {
        let key = Array("generateduid".utf8)
        guard (list.firstValue(of: "generateduid") ?? []).isEmpty else { return false }
        let property = Property(name: key, values: [Array(UUID().uuidString.utf8)])
        if let index = list.properties.firstIndex(where: { $0.name == key }) {
            list.properties[index] = property
        } else {
            list.properties.append(property)
        }
        return true
    }
}

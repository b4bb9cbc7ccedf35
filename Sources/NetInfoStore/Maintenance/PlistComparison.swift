import NetInfoDirectory
import NetInfoProtocol

/// Compares property lists with the index.
struct PlistComparison {
    /// What became of comparing one.
    enum Outcome: Hashable {
        case same
        case outdated
        case tooDeep
        case touched
        case wrong(StoreFinding.Kind, String)
    }

    private let folder: String
    private let content: IndexFile.Content
    private let files = SystemFiles()
    private(set) var places: PlistPlaces

    /// Of the domain in `folder`, whose index holds `content`.
    init(folder: String, content: IndexFile.Content) {
        self.folder = folder
        self.content = content
        places = PlistPlaces(content.plists)
    }

    /// The file of a directory relative to the domain's folder; nil when it is not known to have one.
    mutating func file(of id: UInt32) -> String? {
        guard let plist = content.plists[id] else { return nil }
        return places.file(of: plist)
    }

    /// Compares the file of a directory; `outdated` also for a directory that is gone.
    mutating func compare(_ id: UInt32) -> Outcome {
        guard let row = content.rows[id] else { return .outdated }
        guard let plist = content.plists[id] else { return places.isTooDeep(below: row.parent) ? .tooDeep : .outdated }
        guard plist.version == row.version, plist.rank == row.rank, plist.parent == row.parent,
            let file = places.file(of: plist)
        else { return .outdated }
        return compare(row, plist, folder + "/" + file)
    }

    private func compare(_ row: DirectoryRow, _ plist: PlistRow, _ path: String) -> Outcome {
        guard let state = files.state(of: path) else { return .wrong(.missing, "it is missing") }
        let isUntouched = state == plist.state
        do {
            let bytes = try files.read(path, maximum: PlistRecordReader.maximumSize)
            if bytes == Self.expected(row) { return isUntouched ? .same : .touched }
            let difference = Self.difference(try PlistRecordReader.decode(bytes), row)
            guard let difference else { return .touched }
            return .wrong(isUntouched ? .differs : .edited, difference)
        } catch let error as PlistError {
            return .wrong(.unreadable, "it cannot be read: \(error)")
        } catch {
            return .wrong(.unreadable, "\(error)")
        }
    }

    private static func expected(_ row: DirectoryRow) -> [UInt8] {
        let properties = (try? PropertyList(encoded: row.properties)) ?? []
        let bookkeeping = PlistRecord.Bookkeeping(id: row.id, instance: row.instance, rank: row.rank)
        return PlistRecordWriter.encode(PlistRecord(bookkeeping: bookkeeping, properties: properties))
    }

    private static func difference(_ record: PlistRecord, _ row: DirectoryRow) -> String? {
        guard let found = record.bookkeeping else { return "it has lost its bookkeeping ('netinfo:directory')" }
        var texts: [String] = []
        if found.id != row.id { texts.append("it says it is directory \(found.id)") }
        if found.instance != row.instance {
            texts.append("its instance is \(found.instance), the index has \(row.instance)")
        }
        if found.rank != row.rank { texts.append("its rank is \(found.rank), the index has \(row.rank)") }
        let properties = (try? PropertyList(encoded: row.properties)) ?? []
        if record.properties != properties { texts.append("its properties are not those of the index") }
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }
}

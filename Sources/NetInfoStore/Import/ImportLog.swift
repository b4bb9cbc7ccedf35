/// Collects remarks, and decides whether damage ends the import.
struct ImportLog {
    /// Remarks kept; a hostile database must not turn into millions of sentences.
    static let limit = 10_000

    /// Whether damage is dropped with a remark instead of ending the import.
    let salvage: Bool
    /// The folder read, for errors.
    let folder: String
    private var kept: [ImportRemark] = []
    private var omitted = 0

    init(folder: String, salvage: Bool) {
        self.folder = folder
        self.salvage = salvage
    }

    /// The remarks, with a last one that counts those above the limit.
    var remarks: [ImportRemark] {
        guard omitted > 0 else { return kept }
        return kept + [ImportRemark(.note, "\(omitted) more remarks were left out")]
    }

    /// Something normal.
    mutating func note(file: String? = nil, id: UInt32? = nil, _ text: @autoclosure () -> String) {
        add(.note, file, id, text)
    }

    /// Links that disagreed.
    mutating func repair(file: String? = nil, id: UInt32? = nil, _ text: @autoclosure () -> String) {
        add(.repair, file, id, text)
    }

    /// Damage: an error, or a remark when salvaging.
    mutating func damage(file: String, id: UInt32? = nil, _ text: @autoclosure () -> String) throws(ImportError) {
        guard salvage else {
            let subject = id.map { "directory \($0): " } ?? ""
            throw ImportError(place: "\(folder)/\(file)", problem: subject + text(), remedy: ImportError.trySalvage)
        }
        add(.damage, file, id, text)
    }

    private mutating func add(_ kind: ImportRemark.Kind, _ file: String?, _ id: UInt32?, _ text: () -> String) {
        guard kept.count < Self.limit else {
            omitted += 1
            return
        }
        kept.append(ImportRemark(kind, file: file, id: id, text()))
    }
}

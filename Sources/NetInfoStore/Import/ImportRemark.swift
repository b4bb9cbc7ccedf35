/// One thing an import has to say about what it read.
package struct ImportRemark: Hashable, Sendable, CustomStringConvertible {
    /// How much a remark matters.
    package enum Kind: Hashable, Sendable {
        /// Normal for a database found on a disk: journals, leftovers, files of no interest.
        case note
        /// Parent and child words disagreed, or a directory was out of reach (`nidb-format.md` 6).
        case repair
        /// Something could not be read and was dropped; only a salvaging reader goes on after it.
        case damage
    }

    package var kind: Kind
    /// The file inside the folder, when the remark is about one.
    package var file: String?
    /// The directory, when the remark is about one.
    package var id: UInt32?
    /// What was dropped, repaired or ignored, and why.
    package var text: String

    /// A remark.
    package init(_ kind: Kind, file: String? = nil, id: UInt32? = nil, _ text: String) {
        self.kind = kind
        self.file = file
        self.id = id
        self.text = text
    }

    package var description: String {
        let places = [file, id.map { "directory \($0)" }].compactMap { $0 }
        return places.isEmpty ? text : "\(places.joined(separator: ", ")): \(text)"
    }
}

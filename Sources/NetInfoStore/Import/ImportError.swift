/// Why nothing was imported: one sentence that names the place, then what to do about it.
package struct ImportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file or folder at fault, as a path or as a name inside the folder.
    package var place: String
    /// What is wrong there, with offset or id.
    package var problem: String
    /// What the operator can do; nil when there is nothing but the problem itself.
    package var remedy: String?

    /// An error at `place`.
    package init(place: String, problem: String, remedy: String? = nil) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// The remedy for damage that a salvaging reader can drop.
    static let trySalvage = "try --salvage to keep what can be read"

    package var description: String {
        let sentence = "\(place): \(problem)"
        guard let remedy else { return sentence }
        return "\(sentence); \(remedy)"
    }
}

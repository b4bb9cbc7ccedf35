/// The name of a `Store.<size>` file (`nidb-format.md` 4).
enum StoreFile {
    /// The decimal number of `name`, when it is the name of a store file.
    static func size(named name: String) -> Int? {
        name.decimalSuffix(after: "Store.").map { Int($0) }
    }
}

/// Stands in for the database, which is not fuzzed: what the store's errors know of it.
public struct DatabaseError: Error {
    /// The kinds of failure that the store tells apart, and one more.
    public enum ResultCode: Sendable { case SQLITE_FULL, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR }
    /// The kind of failure.
    public let resultCode: ResultCode
    /// What the database says.
    public let message: String?
}

package import NetInfoDirectory

/// Where a domain's writes become durable.
package protocol DomainStorage: Sendable {
    /// Makes all changes durable, or none of them.
    func commit(_ rows: [RowChange]) throws(StoreError)

    /// Hears of a commit that succeeded.
    func didCommit(_ rows: [RowChange], of domain: Domain)

    /// Hears of a commit that failed: how many writes with it, and which directories went back to what they were.
    func didFail(_ error: StoreError, writes: Int, reverted ids: [UInt32], of domain: Domain)

    /// Takes in what was changed on disk by hand.
    func takeInEdits(of domain: Domain)

    /// Brings everything up to date and lets go of the files.
    func close(_ domain: Domain)
}

/// Keeps nothing: for tests and for looking into a database without serving it.
package struct VolatileStorage: DomainStorage {
    package init() {}
    package func commit(_ rows: [RowChange]) throws(StoreError) {}
    package func didCommit(_ rows: [RowChange], of domain: Domain) {}
    package func didFail(_ error: StoreError, writes: Int, reverted ids: [UInt32], of domain: Domain) {}
    package func takeInEdits(of domain: Domain) {}
    package func close(_ domain: Domain) {}
}

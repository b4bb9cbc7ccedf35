import NetInfoStore

/// Why a folder of this machine cannot be opened as a database.
enum OfflineFailure: Error, Hashable {
    /// There is no such folder.
    case missing
    /// Nothing is in it.
    case empty
    /// A binary database, which is only read.
    case binary
    /// Property lists without an index of this project, as on a Mac.
    case propertyLists
    /// Several domains.
    case store
    /// A process, a server for one, works on it.
    case held(StoreHolder)
    /// Anything else, in words.
    case broken(String)

    /// The reason in words, and what to do. `folder` is the folder as the user called it.
    func reason(_ folder: [UInt8]) -> MessageText {
        switch self {
        case .missing: "there is no such folder; 'nicl -raw \(folder) -create' makes a database"
        case .empty: "there is nothing in the folder; 'nicl -raw \(folder) -create' makes a database of it"
        case .binary:
            "it is a binary database, which can only be read; 'netinfo import nidb \(folder)' makes a domain of it"
        case .propertyLists:
            "it has no index of netinfod and can only be read; 'netinfo import dslocal \(folder)' makes a domain of it"
        case .store: "it is a store of several domains; give the folder of one, \(folder)/nodes/TAG"
        case .held(let holder):
            "it is in use by \(holder.description); stop that first, or change the domain through its server"
        case .broken(let reason): "\(reason)"
        }
    }
}

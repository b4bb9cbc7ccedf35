package import NetInfoProtocol

/// What went wrong in a datastore, in the numbers and words of the original (`tools.md` 6.6).
package enum NiclStatus: UInt32, CaseIterable, Sendable {
    case invalidDatastore = 1001
    case noSuchFile = 1002
    case readFailed = 1003
    case writeFailed = 1004
    case updateOnClone = 1005
    case duplicateRecord = 1006
    case noRootRecord = 1007
    case datastoreLocked = 1008
    case invalidRecord = 2001
    case noData = 2002
    case invalidRecordID = 2003
    case invalidPath = 2004
    case invalidKey = 2005
    case staleRecord = 2006
    case pathNotLocal = 2007
    case constraintViolation = 2008
    case namingViolation = 2009
    case objectClassViolation = 2010
    case invalidSessionMode = 3001
    case invalidSession = 3002
    case accessRestricted = 4001
    case readAccessRestricted = 4002
    case writeAccessRestricted = 4003
    case failed = 9999

    /// What a server's status means for its datastore.
    package init(_ status: NIStatus) {
        self =
            switch status {
            case .badID: .invalidRecordID
            case .stale: .staleRecord
            case .noSpace, .readOnly: .writeFailed
            case .permissionDenied, .authenticationError, .noUser: .accessRestricted
            case .noDirectory: .invalidPath
            case .noProperty: .invalidKey
            case .noName: .noData
            default: .failed
            }
    }

    /// The exit status: the low byte of the number.
    package var exitStatus: ExitStatus { ExitStatus(rawValue: Int32(rawValue & 0xFF)) }

    /// The words that scripts compare.
    package var text: String {
        switch self {
        case .invalidDatastore: "Invalid Datastore"
        case .noSuchFile: "No Such File"
        case .readFailed: "Read Failed"
        case .writeFailed: "Write Failed"
        case .updateOnClone: "Invalid Update on Clone"
        case .duplicateRecord: "Duplicate Record in Datastore"
        case .noRootRecord: "No Root Record in Datastore"
        case .datastoreLocked: "Datastore Locked"
        case .invalidRecord: "Invalid Record"
        case .noData: "No Data"
        case .invalidRecordID: "Invalid Record ID"
        case .invalidPath: "Invalid Path"
        case .invalidKey: "Invalid Key"
        case .staleRecord: "Stale Record Serial Number"
        case .pathNotLocal: "Path Not Local to Datastore"
        case .constraintViolation: "Constraint Violation"
        case .namingViolation: "Naming Violation"
        case .objectClassViolation: "Object Class Violation"
        case .invalidSessionMode: "Invalid Session Mode"
        case .invalidSession: "Invalid Session"
        case .accessRestricted: "Access Restricted"
        case .readAccessRestricted: "Read Access Restricted"
        case .writeAccessRestricted: "Write Access Restricted"
        case .failed: "Operation Failed"
        }
    }
}

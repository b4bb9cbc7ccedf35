import NetInfoProtocol

enum RawDatastore {
    static func open(_ invocation: NiclInvocation) throws(NiclFailure) -> any Datastore {
        throw NiclFailure("open(\(invocation.datasource))", .invalidDatastore)
    }
}
enum NiclCreation {
    static func run(_ invocation: NiclInvocation) throws(NiclFailure) -> Bool { false }
}

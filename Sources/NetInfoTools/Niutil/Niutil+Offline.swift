/// Operations on a database folder of this machine, without a server (`tools.md` 2.4).
extension Niutil {
    /// Runs the operation on the folder that `--database` names.
    func execute(on folder: [UInt8]) throws(ToolFailure) {
        let operation = command.operation
        guard !operation.isAboutDomain || operation == .statistics else {
            throw ToolFailure("\(command.spelling) asks a server, which --database does without", exit: .usage)
        }
        let isReading = operation.isReading || operation == .statistics
        let use: OfflineDatabase.Use = isReading ? .reading : command.isDryRun ? .trial : .writing
        let database = try OfflineDatabase.open(folder, for: use, diagnostics)
        defer { database.close() }
        if operation == .statistics {
            try printStatistics(database.statistics)
        } else if isReading {
            try read(from: database.access)
        } else if operation == .passwd {
            try changePassword(in: database)
        } else {
            try write(to: database)
        }
    }
}

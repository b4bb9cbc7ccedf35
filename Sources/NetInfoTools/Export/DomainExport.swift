import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol

/// One export: reads the domain, writes the folder, and tells what came of it.
struct DomainExport {
    private let format: any ExportFormat
    private let options: ExportOptions
    private let environment: ToolEnvironment
    private let progress: ProgressLine

    init(_ format: any ExportFormat, _ options: ExportOptions, _ environment: ToolEnvironment) {
        self.format = format
        self.options = options
        self.environment = environment
        progress = ProgressLine(environment)
    }

    func run() throws(ToolFailure) -> ExitStatus {
        defer { progress.clear() }
        let folder = try ExportFolder(options.folder, isForced: options.force)
        do throws(ToolFailure) {
            let records = try read()
            let outcome = try format.write(records, to: folder, progress: progress)
            try folder.publish()
            progress.clear()
            report(outcome, records)
            return .success
        } catch {
            folder.discard()
            throw error
        }
    }

    private func read() throws(ToolFailure) -> [DirectoryRecord] {
        var diagnostics = Diagnostics(tool: "netinfo export", writer: environment.error)
        diagnostics.usesJSON = options.json
        let source = try options.source.open(settings: options.settings, diagnostics: diagnostics)
        do throws(NetInfoClientError) {
            return try DomainReading(source, patience: options.settings.timeout, progress: progress).records()
        } catch {
            throw ToolFailure(
                "can't read the domain: \(error.status)", exit: error.status.exitStatus, status: error.status.rawValue)
        }
    }

    private func report(_ outcome: ExportOutcome, _ records: [DirectoryRecord]) {
        let report = ExportReport(outcome, records: records, format: format.name, options: options)
        if options.json {
            environment.output.write(report.json)
        } else {
            environment.output.write(report.summary)
            environment.output.flush()
            environment.error.write(report.remarks)
            environment.error.flush()
        }
    }
}

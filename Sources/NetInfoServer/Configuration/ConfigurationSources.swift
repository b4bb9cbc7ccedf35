import Configuration
import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// Puts the configuration together: command line before environment before file before defaults.
package struct ConfigurationSources: Sendable {
    /// The file that is read when none is named, and may be missing.
    package static let defaultFile = "/etc/netinfo/netinfod.plist"

    /// The keys of the file; the environment has them as `NETINFOD_PORT` and so on.
    package static let keys =
        [
            "store", "listen", "port", "local-port", "socket-folder", "user", "primary", "portmapper", "create",
            "security", "audit", "audit-size", "audit-files", "log-level", "log-format", "ready-file",
        ] + SecuritySetting.all.map(\.key)

    private let file: String?
    private let overrides: [String: String]
    private let environment: [String: String]

    /// Reads `file`, or the default file when nil; `overrides` are options of the command line by key.
    package init(file: String?, overrides: [String: String], environment: [String: String]) {
        self.file = file
        self.overrides = overrides
        self.environment = environment
    }

    /// The path that is read.
    package var path: String { file ?? Self.defaultFile }

    /// Where the settings of a file come from, for people: the path, or that there is no file.
    package var origin: String {
        FileManager.default.fileExists(atPath: path) ? path : "there is no \(path); the defaults are used"
    }

    /// The configuration, every value checked.
    package func load() async throws(ConfigurationError) -> DaemonConfiguration {
        try checkKeys()
        let reader = ConfigReader(providers: [
            InMemoryProvider(
                name: "command line",
                values: Dictionary(
                    uniqueKeysWithValues: overrides.map {
                        (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false))
                    })),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "netinfod"),
            try await fileProvider(),
        ])
        return try ConfigurationReader(reader: reader, path: path).read()
    }

    /// The same for callers that are not asynchronous; blocks until the file is read.
    package func loadWaiting() throws(ConfigurationError) -> DaemonConfiguration {
        let box = ConfigurationBox()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let result: Result<DaemonConfiguration, ConfigurationError>
            do throws(ConfigurationError) { result = .success(try await load()) } catch { result = .failure(error) }
            box.result.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = box.result.withLock({ $0 }) else { throw ConfigurationError("the configuration is lost") }
        return try result.get()
    }

    private func fileProvider() async throws(ConfigurationError) -> FileProvider<PropertyListSnapshot> {
        do {
            return try await FileProvider(filePath: FilePath(path), allowMissing: file == nil)
        } catch {
            throw ConfigurationError("cannot read the configuration \(path): \(Self.reason(error))")
        }
    }

    private var isMissing: Bool { access(path, F_OK) != 0 && errno == ENOENT }

    /// A key that nobody reads is a mistake, most likely a misspelt one.
    private func checkKeys() throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            // A file that is there but cannot be read must not be taken for no settings at all.
            guard file != nil || !isMissing else { return }
            throw ConfigurationError("cannot read the configuration \(path): there is no such file, or no permission")
        }
        let plist: Any
        do {
            plist = try PropertyListSerialization.propertyList(from: data, format: nil)
        } catch {
            throw ConfigurationError(
                "the configuration \(path) is damaged: \(Self.reason(error)); mend it or move it away")
        }
        guard let dictionary = plist as? [String: Any] else {
            throw ConfigurationError("the configuration \(path) is no dictionary of settings")
        }
        for (key, value) in dictionary.sorted(by: { $0.key < $1.key }) {
            guard Self.keys.contains(key) else {
                throw ConfigurationError(
                    "the configuration \(path) has an unknown key '\(key)'; known are "
                        + Self.keys.joined(separator: ", "))
            }
            guard Self.isReadable(value, as: key) else {
                throw ConfigurationError("the configuration \(path) has no text or whole number for the key '\(key)'")
            }
        }
    }

    /// Keys whose value may be an array.
    private static let lists: Set<String> = ["listen", "trusted-networks", "withhold"]

    /// Whether the reader would see a value; it takes one of another type for absent.
    private static func isReadable(_ value: Any, as key: String) -> Bool {
        if value is String || (lists.contains(key) && value is [String]) { return true }
        return value is Int && !(value is Bool)
    }

    private static func reason(_ error: any Error) -> String {
        let detail = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
        return detail ?? "\(error)"
    }
}

/// Carries a configuration from a task to the thread that waits for it.
private final class ConfigurationBox: Sendable {
    let result = Mutex<Result<DaemonConfiguration, ConfigurationError>?>(nil)
}

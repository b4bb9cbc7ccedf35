import Configuration
import Logging
import NetInfoStore
import ONCRPC

/// Turns settings into values, each checked and blamed by its name.
struct ConfigurationReader {
    let reader: ConfigReader
    let path: String

    func read() throws(ConfigurationError) -> DaemonConfiguration {
        var result = DaemonConfiguration()
        if let store = text("store") { result.store = store }
        result.listen = try addresses()
        if let port = try port("port") { result.port = port }
        result.localPort = text("local-port") == "off" ? nil : try port("local-port") ?? result.localPort
        result.socketFolder = try socketFolder(besides: result.port)
        result.user = text("user")
        result.primary = try tag("primary")
        result.create = try tag("create")
        result.portmapper = try choice("portmapper") ?? (result.port == 0 ? .off : .auto)
        result.security = try choice("security") ?? result.security
        result.policy = try policy(result.security)
        result.audit = try audit()
        result.logFormat = try choice("log-format") ?? result.logFormat
        result.logLevel = try logLevel() ?? result.logLevel
        result.readyFile = text("ready-file")
        return result
    }

    private func text(_ key: String) -> String? {
        let key = ConfigKey([key])
        if let string = reader.string(forKey: key) { return string }
        return reader.int(forKey: key).map { "\($0)" }
    }

    /// The profile's policy with every setting that is given.
    private func policy(_ profile: DaemonConfiguration.Security) throws(ConfigurationError) -> SecurityPolicy {
        var policy = SecurityPolicy(profile)
        for setting in SecuritySetting.all {
            let listed = reader.stringArray(forKey: ConfigKey([setting.key]))?.joined(separator: ",")
            guard let text = text(setting.key) ?? listed.map({ $0.isEmpty ? "none" : $0 }) else { continue }
            try setting.apply(text, &policy)
        }
        return policy
    }

    private func audit() throws(ConfigurationError) -> AuditSettings {
        var settings = AuditSettings()
        if let isOn: Switch = try choice("audit") { settings.isOn = isOn == .on }
        if let mebibytes = try number("audit-size", 1...1024) { settings.size = mebibytes << 20 }
        if let files = try number("audit-files", 1...1000) { settings.files = files }
        return settings
    }

    private enum Switch: String, CaseIterable { case on, off }

    private func number(_ key: String, _ range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationError(
                "\(key): '\(text)' is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func addresses() throws(ConfigurationError) -> [String] {
        let key = ConfigKey(["listen"])
        let list = text("listen").map { [$0] } ?? reader.stringArray(forKey: key) ?? []
        let addresses = list.flatMap { $0.split { $0 == "," || $0 == " " }.map(String.init) }.filter { $0 != "all" }
        for address in addresses where HostAddress(address) == nil {
            throw ConfigurationError("listen: '\(address)' is not an IPv4 or IPv6 address")
        }
        return addresses
    }

    private func port(_ key: String) throws(ConfigurationError) -> UInt16? {
        guard let text = text(key) else { return nil }
        guard let port = UInt16(text) else {
            let orOff = key == "local-port" ? ", nor 'off'" : ""
            throw ConfigurationError("\(key): '\(text)' is not a port number from 0 to 65535\(orOff)")
        }
        return port
    }

    /// The folder of sockets. A server on any free port, as tests have it, has none unless it is asked for.
    private func socketFolder(besides port: UInt16) throws(ConfigurationError) -> String? {
        guard let path = text("socket-folder") else {
            return port == 0 ? nil : DaemonConfiguration.defaultSocketFolder
        }
        guard !path.isEmpty else { throw ConfigurationError("socket-folder: name a folder, or say 'off'") }
        return path == "off" ? nil : path
    }

    private func tag(_ key: String) throws(ConfigurationError) -> String? {
        guard let text = text(key) else { return nil }
        guard DomainTag.isValid(Array(text.utf8)) else {
            throw ConfigurationError("\(key): '\(text)' cannot be a tag: it must not begin with a dot or contain '/'")
        }
        return text
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
        guard let text = text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError("\(key): '\(text)' is none of \(known)")
        }
        return choice
    }

    private func logLevel() throws(ConfigurationError) -> Logger.Level? {
        guard let text = text("log-level") else { return nil }
        guard let level = Logger.Level(rawValue: text) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError("log-level: '\(text)' is none of \(known)")
        }
        return level
    }
}

/// Options that several tools share (`tools.md` 1.4, 1.5 and 15).
package enum CommonOption: Hashable, CaseIterable, Sendable {
    case byTag, timeout, user, password, askPassword, passwordFile, passwordDescriptor
    case json, color, help, version

    package var spellings: [String] {
        switch self {
        case .byTag: ["-t", "--tag"]
        case .timeout: ["-T", "--timeout"]
        case .user: ["-u", "--user"]
        case .password: ["-P"]
        case .askPassword: ["-p", "--ask-password"]
        case .passwordFile: ["--password-file"]
        case .passwordDescriptor: ["--password-fd"]
        case .json: ["--json"]
        case .color: ["--color"]
        case .help: ["-h", "--help"]
        case .version: ["--version"]
        }
    }

    package var takesValue: Bool {
        switch self {
        case .byTag, .askPassword, .json, .help, .version: false
        case .timeout, .user, .password, .passwordFile, .passwordDescriptor, .color: true
        }
    }

    /// Whether the option may also follow the operands (`tools.md` 1.3).
    package var mayTrail: Bool {
        switch self {
        case .byTag, .timeout, .user, .password, .askPassword: true
        default: false
        }
    }
}

/// What the shared options ask for.
package struct CommonSettings: Hashable, Sendable {
    /// The domain is a server and a tag.
    package var byTag = false
    /// Bounds the whole operation (`tools.md` 1.5).
    package var timeout = Self.defaultTimeout
    package var user: [UInt8]?
    package var password: [UInt8]?
    package var asksPassword = false
    package var passwordFile: [UInt8]?
    package var passwordDescriptor: Int32?
    package var usesJSON = false
    package var color = ColorChoice.auto

    package static let defaultTimeout = Duration.seconds(30)

    package init() {}

    /// Takes an option into account.
    package mutating func apply(_ option: CommonOption, value: [UInt8]?) throws(UsageError) {
        switch option {
        case .byTag: byTag = true
        case .timeout: timeout = try Self.parseTimeout(value ?? [])
        case .user: user = value
        case .password: password = value
        case .askPassword: asksPassword = true
        case .passwordFile: passwordFile = value
        case .passwordDescriptor: passwordDescriptor = try Self.parseDescriptor(value ?? [])
        case .json: usesJSON = true
        case .color: color = try Self.parseColor(value ?? [])
        case .help, .version: break
        }
    }

    /// Whole seconds; 0 stands for the default.
    private static func parseTimeout(_ value: [UInt8]) throws(UsageError) -> Duration {
        let isNumber = value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let seconds = Int(String(decoding: value, as: UTF8.self)) else { throw .invalidTimeout(value) }
        return seconds == 0 ? defaultTimeout : .seconds(min(seconds, 1_000_000))
    }

    /// The number of a file descriptor.
    static func parseDescriptor(_ value: [UInt8]) throws(UsageError) -> Int32 {
        guard let number = Int32(String(decoding: value, as: UTF8.self)), number >= 0 else {
            throw .invalidDescriptor(value)
        }
        return number
    }

    private static func parseColor(_ value: [UInt8]) throws(UsageError) -> ColorChoice {
        guard let choice = ColorChoice(rawValue: String(decoding: value, as: UTF8.self)) else {
            throw .invalidColor(value)
        }
        return choice
    }
}

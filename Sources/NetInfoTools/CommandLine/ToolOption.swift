/// The options of one tool.
package protocol ToolOption: Hashable {
    static var all: [Self] { get }
    /// How the option is written, `-t` or `--tag`.
    var spellings: [String] { get }
    /// Whether the next argument belongs to it.
    var takesValue: Bool { get }
}

/// Wrong use of a tool.
package enum UsageError: Error, Hashable, Sendable {
    case unknownOption([UInt8])
    case missingValue([UInt8])
    case unexpectedValue([UInt8])
    case unexpectedArgument([UInt8])
    case invalidTimeout([UInt8])
    case invalidDescriptor([UInt8])
    case invalidColor([UInt8])
    case noOperation
    case severalOperations([UInt8])
    case insufficientArguments([UInt8])
    /// A report without columns.
    case noProperties
    /// A regular expression that does not compile.
    case badExpression([UInt8])
    /// An index that is no number. Has its own exit status.
    case invalidIndex(operation: [UInt8], [UInt8])

    /// What is printed after the tool's name; nil when the usage text says it all.
    package var message: MessageText? {
        switch self {
        case .unknownOption(let option): "unknown option \(option)"
        case .missingValue(let option): "option \(option) needs a value"
        case .unexpectedValue(let option): "option \(option) takes no value"
        case .unexpectedArgument(let argument): "unexpected argument \(argument)"
        case .invalidTimeout(let value): "time-out must be a number of seconds, found \(value)"
        case .invalidDescriptor(let value): "descriptor must be a number, found \(value)"
        case .invalidColor(let value): "color must be auto, always or never, found \(value)"
        case .noOperation: nil
        case .severalOperations(let option): "more than one operation: \(option)"
        case .insufficientArguments(let operation): "insufficient number of arguments for \(operation)"
        case .noProperties: "no properties"
        case .badExpression(let expression): "Bad expression: \(expression)"
        case .invalidIndex(let operation, let found):
            "index for \(operation) must be an integer\nfound \(found)"
        }
    }
}

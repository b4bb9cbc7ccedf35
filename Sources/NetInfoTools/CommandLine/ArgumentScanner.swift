/// Walks along the arguments of a tool and tells options from operands (`tools.md` 1.2).
///
/// An option starts with `-`. A lone `-` and negative numbers are operands, and everything after `--` is.
package struct ArgumentScanner {
    /// An option as it was given.
    package struct Found<Option: ToolOption> {
        package let option: Option
        /// The spelling used.
        package let spelling: [UInt8]
        package let value: [UInt8]?
        /// Where the value is among the arguments; nil when it is attached to the option.
        package let valueIndex: Int?
    }

    private let arguments: [[UInt8]]
    /// The next argument to look at.
    package private(set) var position: Int
    /// Whether `--` has been seen.
    package private(set) var isPastOptions = false

    /// Starts behind the tool's name.
    package init(_ arguments: [[UInt8]]) {
        self.arguments = arguments
        position = 1
    }

    /// The arguments from the position on.
    package var rest: [[UInt8]] { Array(arguments.dropFirst(position)) }

    /// The option at the position, which moves behind it; nil at an operand or the end.
    package mutating func nextOption<Option: ToolOption>() throws(UsageError) -> Found<Option>? {
        guard !isPastOptions, position < arguments.count else { return nil }
        let argument = arguments[position]
        guard Self.isOption(argument) else { return nil }
        position += 1
        if argument.elementsEqual("--".utf8) {
            isPastOptions = true
            return nil
        }
        if let found: Found<Option> = try Self.attached(argument) { return found }
        return try separate(argument)
    }

    /// The next argument as an operand.
    package mutating func nextOperand() -> [UInt8]? {
        guard position < arguments.count else { return nil }
        position += 1
        return arguments[position - 1]
    }

    private static func isOption(_ argument: [UInt8]) -> Bool {
        guard argument.first == UInt8(ascii: "-"), argument.count > 1 else { return false }
        let digits = argument.dropFirst()
        // "-0" is an option of some tools; no negative number is written that way.
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return !isNumber || argument.elementsEqual("-0".utf8)
    }

    /// `--option=value`
    private static func attached<Option: ToolOption>(_ argument: [UInt8]) throws(UsageError) -> Found<Option>? {
        guard argument.starts(with: "--".utf8), let equals = argument.firstIndex(of: UInt8(ascii: "=")) else {
            return nil
        }
        let spelling = Array(argument[..<equals])
        let option: Option = try find(spelling)
        guard option.takesValue else { throw .unexpectedValue(spelling) }
        return Found(
            option: option, spelling: spelling, value: Array(argument[(equals + 1)...]), valueIndex: nil)
    }

    private mutating func separate<Option: ToolOption>(_ argument: [UInt8]) throws(UsageError) -> Found<Option> {
        let option: Option = try Self.find(argument)
        guard option.takesValue else {
            return Found(option: option, spelling: argument, value: nil, valueIndex: nil)
        }
        let index = position
        guard let value = nextOperand() else { throw .missingValue(argument) }
        return Found(option: option, spelling: argument, value: value, valueIndex: index)
    }

    private static func find<Option: ToolOption>(_ spelling: [UInt8]) throws(UsageError) -> Option {
        let option = Option.all.first { $0.spellings.contains { spelling.elementsEqual($0.utf8) } }
        guard let option else { throw .unknownOption(spelling) }
        return option
    }
}

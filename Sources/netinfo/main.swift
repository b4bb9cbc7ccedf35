import Glibc
import NetInfoTools

// Arguments are bytes; `CommandLine.arguments` would replace those that are not UTF-8.
private let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).map {
    $0.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
}

exit(
    ToolMain.run(
        arguments: arguments,
        environment: .process(arguments: CommandLine.unsafeArgv, count: Int(CommandLine.argc))))

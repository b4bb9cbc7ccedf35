import Glibc

/// What surrounds a tool: streams, variables, and the argument list that others can see.
package struct ToolEnvironment {
    package var input: Int32
    package var output: OutputWriter
    package var error: OutputWriter
    /// The value of an environment variable.
    package var variable: (String) -> [UInt8]?
    /// Overwrites the argument at this index in the process's own argument list.
    package var conceal: (Int) -> Void
    /// Who asks the tool to stop before it is done.
    package var stop: StopRequest

    package init(
        input: Int32, output: OutputWriter, error: OutputWriter,
        variable: @escaping (String) -> [UInt8]? = { _ in nil },
        conceal: @escaping (Int) -> Void = { _ in },
        stop: StopRequest = StopRequest()
    ) {
        self.input = input
        self.output = output
        self.error = error
        self.variable = variable
        self.conceal = conceal
        self.stop = stop
    }

    /// Whether questions can be asked.
    package var isInteractive: Bool { isatty(input) == 1 }

    /// Reads one line from the input, without its end; nil at the end of the input.
    package func readLine() -> [UInt8]? { LineReader.readLine(from: input) }
}

extension ToolEnvironment {
    /// The environment of this process, whose arguments are at `arguments`.
    package static func process(
        arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int
    ) -> ToolEnvironment {
        ToolEnvironment(
            input: STDIN_FILENO, output: OutputWriter(descriptor: STDOUT_FILENO),
            error: OutputWriter(descriptor: STDERR_FILENO),
            variable: { name in getenv(name).map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } },
            conceal: { index in
                guard index > 0, index < count, let argument = arguments[index] else { return }
                memset(argument, Int32(UInt8(ascii: "x")), strlen(argument))
            }, stop: .process)
    }
}

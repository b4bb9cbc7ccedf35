import Testing

/// A command line with what it prints, written as in `tools.md` 17: behind `$` the command, `!` a line of standard error,
/// `⇒` an exit status other than 0, `⇥` a TAB, `␠` a blank at the end of a line.
struct WorkedExample: Sendable, Equatable, CustomTestStringConvertible {
    let number: Int
    let command: String
    var result = Result(output: "", error: "", status: 0)

    struct Result: Equatable, Sendable {
        var output: String
        var error: String
        var status: Int
    }

    var testDescription: String { command }

    /// The examples in a text.
    static func parse(_ text: String) -> [WorkedExample] {
        var examples: [WorkedExample] = []
        for line in text.split(separator: "\n") {
            let line = line.replacing("⇥", with: "\t").replacing("␠", with: " ")
            if let command = line.firstMatch(of: /^(?:[0-9]+ )?\$ (.*)/)?.1 {
                examples.append(WorkedExample(number: examples.count, command: String(command)))
            } else if let last = examples.indices.last {
                examples[last].result.add(String(line))
            }
        }
        return examples
    }

    /// Runs examples in their order on a machine of their own; nil, said aloud, without one.
    static func run(
        _ examples: [WorkedExample], after preparation: String, daemonOptions: String = "", for test: String
    ) throws -> [Result]? {
        guard let machine = NetworkNamespace(for: test) else { return nil }
        let function = """
            example() {
                sh -c "$1" >"$FOLDER/out" 2>"$FOLDER/err" </dev/null; status=$?
                printf '\\001'; cat "$FOLDER/out"; printf '\\002'; cat "$FOLDER/err"; printf '\\002%s' $status
            }

            """
        let calls = examples.map { "example '\($0.command.replacing("'", with: "'\\''"))'\n" }.joined()
        let output = try machine.run(preparation + "\n" + function + calls, daemonOptions: daemonOptions)
        return output.split(separator: "\u{1}").dropFirst(output.hasPrefix("\u{1}") ? 0 : 1).map { part in
            let fields = part.split(separator: "\u{2}", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let status = Int(fields[2].prefix { $0.isNumber }) else {
                return Result(output: String(part), error: "not understood", status: -1)
            }
            return Result(output: fields[0], error: fields[1], status: status)
        }
    }
}

extension WorkedExample.Result {
    fileprivate mutating func add(_ line: String) {
        if line.hasPrefix("! ") {
            error += line.dropFirst(2) + "\n"
        } else if line.hasPrefix("⇒ ") {
            status = Int(line.dropFirst(2)) ?? -1
        } else {
            output += line + "\n"
        }
    }
}

import Foundation
import Testing

@Suite("Completion in the shells")
struct ShellCompletionTests {
    /// What is typed, and what the shell is to make of it: in zsh the whole line, elsewhere the candidates.
    private static let cases: [(line: String, candidates: [String], completed: String)] = [
        ("niutil -li", ["-list"], "niutil -list "),
        ("niutil -list . /us", ["/users"], "niutil -list . /users"),
        ("niutil -list . /users/a", ["/users/alice"], "niutil -list . /users/alice"),
        (
            "niutil -list -t localhost/local /users/n", ["/users/nobody"],
            "niutil -list -t localhost/local /users/nobody"
        ),
        (
            "niutil -list --database /x /users/n", ["/users/nobody"],
            "niutil -list --database /x /users/nobody"
        ),
        ("niload --database /x pas", ["passwd"], "niload --database /x passwd "),
        ("niutil -list net", ["network@localhost"], "niutil -list network@localhost "),
        ("nigrep x -t localhost/n", ["localhost/network"], "nigrep x -t localhost/network "),
        ("nigrep -e x . /g", ["/groups"], "nigrep -e x . /groups"),
        ("nireport --al", ["--align"], "nireport --align "),
        ("nidump pas", ["passwd"], "nidump passwd "),
        ("nidomain -g n", ["network"], "nidomain -g network "),
        ("nidomain --k", ["--keep-files"], "nidomain --keep-files "),
        ("nifind -v /us", ["/users"], "nifind -v /users"),
        ("nicl . ren", ["rename"], "nicl . rename "),
        ("netinfo import ds", ["dslocal"], "netinfo import dslocal "),
        ("netinfo exp", ["export"], "netinfo export "),
        ("netinfo export ld", ["ldif"], "netinfo export ldif "),
        ("netinfo export ldif --suf", ["--suffix"], "netinfo export ldif --suffix "),
        (
            "netinfo export ldif --suffix dc=x net", ["network@localhost"],
            "netinfo export ldif --suffix dc=x network@localhost "
        ),
        ("netinfo export raw -t localhost/n", ["localhost/network"], "netinfo export raw -t localhost/network "),
        ("netinfo status --se", ["--security"], "netinfo status --security "),
        ("netinfo niutil -readv", ["-readval"], "netinfo niutil -readval "),
        ("niutil -pas", ["-passwd"], "niutil -passwd "),
        ("niutil -passwd --leg", ["--legacy-des"], "niutil -passwd --legacy-des "),
        ("niutil -passwd . /users/a", ["/users/alice"], "niutil -passwd . /users/alice"),
        ("nicl . pas", ["passwd"], "nicl . passwd "),
        ("netinfo check --pas", ["--passwords"], "netinfo check --passwords "),
        ("netinfo history --ref", ["--refusals"], "netinfo history --refusals "),
        ("netinfo history --tag x /us", ["/users"], "netinfo history --tag x /users"),
        ("niutil --color al", ["always"], "niutil --color always "),
    ]

    private static let completions = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appendingPathComponent("Config/completion")

    @Test("bash")
    func bash() throws {
        guard let shell = Shell("bash") else { return }
        let script = Self.cases.map { "try \($0.line)" }.joined(separator: "\n")
        let output = try shell.run(
            """
            source \(Self.completions.path)/netinfo.bash
            try() {
                COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
                _netinfo
                echo "${COMPREPLY[*]}"
            }
            \(script)
            """)
        #expect(
            output.split(separator: "\n").map(String.init) == Self.cases.map { $0.candidates.joined(separator: " ") })
        #expect(try shell.calls().allSatisfy { $0.hasPrefix("-T 1 ") })
    }

    @Test("fish")
    func fish() throws {
        guard let shell = Shell("fish") else { return }
        let script = Self.cases.map { "complete -C '\($0.line)' | string join ' '" }.joined(separator: "\n")
        let output = try shell.run("source \(Self.completions.path)/netinfo.fish\n\(script)")
        #expect(
            output.split(separator: "\n").map(String.init) == Self.cases.map { $0.candidates.joined(separator: " ") })
        #expect(try shell.calls().allSatisfy { $0.hasPrefix("-T 1 ") })
    }

    @Test("zsh")
    func zsh() throws {
        guard let shell = Shell("zsh") else { return }
        let script = Self.cases.map { "try '\($0.line)'" }.joined(separator: "\n")
        // A line editor on a terminal of its own completes what is typed; Control-X reports the line.
        let output = try shell.run(
            """
            zmodload zsh/zpty
            zpty z "TERM=dumb zsh -f -i"
            zpty -w z "fpath=(\(Self.completions.path) \\$fpath); autoload -Uz compinit; compinit -u -D; PS1=; \\
                report() { print -r -- \\"\\$BUFFER\\" >> $FOLDER/lines; BUFFER= }; zle -N report; \\
                bindkey '^X' report; bindkey '^I' complete-word; : > $FOLDER/lines"
            for i in {1..100}; do [[ -e $FOLDER/lines ]] && break; sleep 0.1; done
            integer count=0
            try() {
                zpty -w -n z "$1"$'\\t\\x18'
                ((++count))
                for i in {1..100}; do
                    (($(wc -l < $FOLDER/lines) >= count)) && break
                    sleep 0.05
                done
            }
            \(script)
            cat $FOLDER/lines
            zpty -d z
            """)
        #expect(output.split(separator: "\n").map(String.init) == Self.cases.map(\.completed))
        #expect(try shell.calls().allSatisfy { $0.hasPrefix("-T 1 ") })
    }
}

/// A shell that finds small stand-ins for the tools that completion asks.
private final class Shell {
    private let name: String
    private let folder: URL

    /// The shell; nil, said aloud, when it is not installed.
    init?(_ name: String) {
        let paths = ["/bin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
        guard paths.contains(where: FileManager.default.isExecutableFile) else {
            print("SKIPPED: ShellCompletionTests needs \(name)")
            return nil
        }
        self.name = name
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("netinfo-shell-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let niutil = #"""
        #!/bin/sh
        echo "$*" >> "$FOLDER/calls"
        case "$*" in
        *" /users/") printf '2\t root\n3\t alice liddell\n4\t nobody\n' ;;
        *" /") printf '1\t users\n5\t groups\n' ;;
        esac
        """#

    private static let nidomain = #"""
        #!/bin/sh
        echo "$*" >> "$FOLDER/calls"
        printf 'tag=network udp=1 tcp=1\ntag=local udp=1033 tcp=1033\n'
        """#

    func run(_ script: String) throws -> String {
        for (tool, text) in [("niutil", Self.niutil), ("nidomain", Self.nidomain)] {
            let file = folder.appendingPathComponent(tool)
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, "-c", script]
        process.environment = ["FOLDER": folder.path, "HOME": folder.path, "PATH": "\(folder.path):/usr/bin:/bin"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// What the stand-ins were called with.
    func calls() throws -> [String] {
        try String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}

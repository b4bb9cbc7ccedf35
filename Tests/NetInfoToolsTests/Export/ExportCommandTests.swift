import Foundation
import NetInfoDirectory
import NetInfoFormats
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("netinfo export")
struct ExportCommandTests {
    @Test("writes what nidump writes, as JSON and in the raw format")
    func trees() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        for (format, option) in [("json", "-r / --json"), ("raw", "-r /")] {
            let run = try domain.export(format, to: format)
            #expect(run.status == 0, "\(run.error)")
            #expect(run.error == "")
            let dump = try ToolRun("nidump --database \(domain.database) \(option)")
            let file = domain.folder("\(format)/netinfo.\(format)")
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file))) == dump.outputBytes)
            #expect(try domain.mode("\(format)/netinfo.\(format)") == 0o600)
            #expect(try domain.mode(format) == 0o700)
        }
    }

    @Test("writes each flat file as nidump does, those with hashes for their owner alone")
    func flat() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        let run = try domain.export("flat")
        #expect(run.status == 0, "\(run.error)")
        let names = try domain.names(in: "out")
        #expect(names.contains("passwd.43") && names.contains("resolv.conf") && names.contains("netgroup"))
        #expect(!names.contains("exports") && !names.contains("bootparams") || names.contains("bootparams"))
        for name in names {
            let dump = try ToolRun("nidump --database \(domain.database) \(name)")
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: domain.folder("out/\(name)")))) == dump.outputBytes)
            let isSecret = ["passwd", "passwd.43", "group"].contains(name)
            #expect(try domain.mode("out/\(name)") & 0o077 == (isSecret ? 0 : 0o044), "\(name)")
        }
        #expect(run.error.contains("/users/plain: realname left out") == false)
        #expect(run.error.contains("/groups/colon:: left out: not in group: field \"name\" contains ':'"))
        #expect(run.error.contains("(no-address, -DHCP-): no bootparams, bootfile, en_address or ip_address"))
        #expect(run.error.contains("/users/plain/info: left out with 1 below: no place in a flat file"))
        #expect(run.error.contains("/users/member: generateduid left out: no place in a flat file"))
    }

    @Test("says in JSON what it wrote and what it left out, without omission")
    func report() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        for format in ["dslocal", "ldif", "flat"] {
            let run = try domain.export("\(format) --json", to: format)
            #expect(run.status == 0)
            #expect(run.error == "")
            #expect(run.output.hasPrefix("{\"format\":\"\(format)\",\"folder\":"))
            let remarks = run.output.split(separator: "{\"kind\":\"").dropFirst()
            let verbose = try domain.export("\(format) --verbose", to: "\(format)-again").error
            #expect(verbose.split(separator: "\n").count == remarks.count)
            #expect(remarks.allSatisfy { $0.contains("\"path\":\"/") && $0.contains("\"reason\":\"") })
        }
    }

    @Test("reads a live domain as well, by server and tag")
    func live() throws {
        guard let server = try ToolServer(try AwkwardDomain.tree(), for: "netinfo export of a live domain") else {
            return
        }
        defer { server.stop() }
        let domain = try ExportedDomain()
        let run = try server.run("netinfo export raw -t DOMAIN \(domain.folder("out"))")
        #expect(run.status == 0, "\(run.error)")
        #expect(try domain.text("out/netinfo.raw") == server.run("nidump -r / -t DOMAIN").output)
    }

    @Test("writes into an empty folder, and into no other unless it is forced")
    func folder() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        let files = FileManager.default
        try files.createDirectory(atPath: domain.folder("out"), withIntermediateDirectories: false)
        #expect(try domain.export("json").status == 0)
        let again = try domain.export("json")
        #expect(again.status == 1)
        #expect(again.error.contains("out is not empty; --force replaces"))
        #expect(try domain.names(in: "out") == ["netinfo.json"])
        try Data("x".utf8).write(to: URL(fileURLWithPath: domain.folder("file")))
        #expect(try domain.export("json", to: "file").error.contains("is no folder"))
        #expect(try domain.export("json", to: "no/folder").status == 1)
        #expect(try domain.names(in: ".") == ["file", "out", "store"])
    }

    @Test("replaces with --force what has its names, folders as a whole, and nothing else")
    func force() throws {
        let domain = try ExportedDomain(AwkwardDomain.tree())
        let files = FileManager.default
        try files.createDirectory(atPath: domain.folder("out/users/old"), withIntermediateDirectories: true)
        try files.createDirectory(atPath: domain.folder("out/other"), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: domain.folder("out/users/gone.plist")))
        try Data("x".utf8).write(to: URL(fileURLWithPath: domain.folder("out/groups")))
        try Data("x".utf8).write(to: URL(fileURLWithPath: domain.folder("out/_directory.plist")))
        let run = try domain.export("dslocal --force")
        #expect(run.status == 0, "\(run.error)")
        let users = try domain.names(in: "out/users")
        #expect(users.contains("plain.plist") && !users.contains("gone.plist") && !users.contains("old"))
        #expect(try domain.names(in: "out/groups").contains("wheel.plist"))
        #expect(try domain.text("out/_directory.plist").contains("awkward/sample"))
        let all = try domain.names(in: "out")
        #expect(all.contains("other") && !all.contains { $0.hasPrefix(".") })
    }

    @Test("leaves nothing behind when there is nothing to read")
    func failure() throws {
        let domain = try ExportedDomain()
        #expect(try domain.export("ldif", database: domain.folder("none")).status == 1)
        let silent = try ToolRun("netinfo export ldif -T 1 -t 127.0.0.1:9/none \(domain.folder("out"))")
        #expect(silent.status == 199, "\(silent.error)")
        #expect(try domain.names(in: ".") == ["store"])
    }

    @Test(
        "refuses wrong arguments with 64",
        arguments: [
            "export", "export xml . x", "export json", "export json .", "export json . a b", "export json -T x . a",
            "export json --database x -t a", "export json --database x a b", "export ldif . a --suffix cn=x",
        ])
    func misuse(line: String) throws {
        let run = try ToolRun("netinfo \(line)")
        #expect(run.status == (line == "export" ? 0 : 64), "\(run.error)")
    }

    @Test("explains itself", arguments: ["dslocal", "ldif", "json", "raw", "flat"])
    func help(format: String) throws {
        let run = try ToolRun("netinfo export \(format) --help")
        #expect(run.status == 0)
        #expect(run.output.contains("netinfo export \(format) [options] DOMAIN FOLDER"))
        for option in ["--tag", "--database", "--force", "--timeout", "--verbose", "--json"] {
            #expect(run.output.contains(option))
        }
    }
}

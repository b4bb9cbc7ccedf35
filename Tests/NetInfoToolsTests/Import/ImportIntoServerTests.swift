import Foundation
import NetInfoClient
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import Testing

@Suite("netinfo import into the store of a running server")
struct ImportIntoServerTests {
    @Test("the domain is served at once, and the store is in order before and after the server's end")
    func isServed() throws {
        guard let databases = SharedData.folder("databases", for: "import into a server"),
            let server = try DaemonProcess(descriptors: 256, for: "import into a server")
        else { return }
        let line = "netinfo import nidb \(databases.path)/apple272-big.nidb --store \(server.store) --tag old"
        let run = try ToolRun(line)
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("\nserved by process "))
        try expectRecorded(databases.appending(path: "apple272-big.json"), at: server.tcpPort)
        let again = try ToolRun(line)
        #expect(again.status == 1)
        let beside = try ToolRun("netinfo check --store \(server.store)")
        #expect(beside.status == 0, "\(beside.output)")
        #expect(beside.output.contains("(netinfod) is at work on the store"))
        let refused = try ToolRun("netinfo check --repair --store \(server.store)")
        #expect(refused.status == 1)
        #expect(refused.error.contains("(netinfod); stop it"))
        #expect(server.stop() == 0)
        #expect(try ToolRun("netinfo check --store \(server.store)").status == 0)
    }

    /// Every directory read from the server is what was recorded of the database.
    private func expectRecorded(_ file: URL, at binder: UInt16) throws {
        let deadline = ClientDeadline.after(.seconds(30))
        let endpoint = ClientEndpoint(address: .loopback, port: binder)
        let ports = try #require(
            try BinderClient.ports(of: Array("old".utf8), overStreamAt: endpoint, deadline: deadline))
        let connection = try NetInfoConnection(
            to: ClientEndpoint(address: .loopback, port: ports.tcp), tag: Array("old".utf8), deadline: deadline)
        let recorded = try ImportedStore.directories(inJSON: [UInt8](Data(contentsOf: file)))
        for case let directory as [String: Any] in recorded ?? [] {
            let id = try #require(directory["id"] as? UInt32)
            let found = try connection.read(id)
            #expect(found.id.instance == directory["instance"] as? UInt32)
            let properties = try #require(directory["properties"] as? [Any])
            #expect(found.value.properties.count == properties.count)
            #expect(try connection.children(of: id).value == directory["children"] as? [UInt32])
        }
    }
}

import Foundation
import NetInfoDirectory
import NetInfoProtocol
import NetInfoTesting
import ONCRPC
import XDR

/// Asks a server everything that can be asked, and keeps every byte of the answers.
struct HashHunt {
    private let transport: any AccessTransport
    private let caller: AccessCaller
    /// Without answers, a few datagrams have to do.
    private let expectsDatagrams: Bool
    private(set) var bytes = Data()
    private(set) var answered = 0

    init(_ transport: any AccessTransport, _ caller: AccessCaller, expectsDatagrams: Bool) {
        (self.transport, self.caller, self.expectsDatagrams) = (transport, caller, expectsDatagrams)
    }

    /// What the caller can find out: by reading, by writing as far as it may, and by reading again.
    mutating func run() throws {
        try readEverything()
        for credential in [CallMessage.Credential.none, AccessCredential.user.wire, AccessCredential.empty.wire] {
            try writeEverything(credential)
        }
        try readEverything()
    }

    private mutating func ask(
        _ call: CallMessage, _ service: AccessService = .domain, _ credential: CallMessage.Credential = .none,
        expectsAnswer: Bool = true
    ) throws {
        var call = call
        call.credential = credential
        let isAwaited = expectsAnswer && (service.isStream || expectsDatagrams)
        let reply = try transport.answer(call, from: caller, to: service, expectsAnswer: isAwaited)
        guard let reply else { return }
        answered += 1
        bytes += reply
        // Two answers side by side must not look like one hash, or hide one.
        bytes.append(0)
    }

    // MARK: Reading

    private static let names = [
        "passwd", "_shadow_passwd", "passwd\0", "_shadow_passwd\0passwd", "Passwd", "name", "uid", "_writers", "master",
        "",
    ]

    mutating func readEverything() throws {
        for id in Array(0...HashTree.lastID + 2) + [0xFFFF_FFFE, 0xFFFF_FFFF] { try read(id) }
        try askRest()
        try askOthers()
    }

    private mutating func read(_ id: UInt32) throws {
        for procedure in [NIProcedure.read, .children, .parent, .listall, .listprops, .`self`] {
            try ask(.about(procedure, id))
        }
        for index in Array(0...8) + [0xFFFF_FFFF] as [UInt32] {
            try ask(.readProperty(id, index))
            for position in [0, 1, 2, 3, 0xFFFF_FFFF] as [UInt32] { try ask(.readName(id, index, position)) }
        }
        for name in Self.names {
            try ask(.list(id, name))
            for value in ["********", "alice", "dave", "503", "*", ""] + HashTree.hashes.suffix(3) {
                try ask(.lookup(id, name, value))
                try ask(.lookup(id, name, value, reads: true))
            }
        }
    }

    /// What is about no directory, and what is no proper call.
    private mutating func askRest() throws {
        let checksum = CallMessage.Credential.password(uid: 0, "checksum")
        for credential in [CallMessage.Credential.none, checksum, AccessCredential.user.wire] {
            for procedure in [NIProcedure.ping, .statistics, .root, .rparent, .resync] {
                try ask(.netInfo(procedure), .domain, credential)
            }
            for sum in [0, 1, 0xFFFF_FFFF] as [UInt32] {
                for procedure in [NIProcedure.readall, .crashed] {
                    try ask(.netInfo(procedure) { $0.write(sum) }, .domain, credential)
                }
            }
        }
        for procedure in 0..<40 as Range<UInt32> {
            for arguments in [[], [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0xFF, count: 64)] {
                try ask(
                    CallMessage(
                        program: NIProgram.directory, version: 2, procedure: procedure, arguments: arguments))
            }
        }
        try ask(
            .netInfo(.bind) { writer in
                writer.write(opaque: Array("network".utf8))
                writer.write(0x0A4D_0003 as UInt32)
            })
    }

    /// Binder, portmapper, and datagrams.
    private mutating func askOthers() throws {
        for procedure in 0..<12 as Range<UInt32> {
            for tag in ["network", "local", "passwd", ""] {
                var arguments = XDRWriter(capacity: 64)
                arguments.write(opaque: Array(tag.utf8))
                for _ in 0..<4 { arguments.write(0 as UInt32) }
                let body = arguments.bytes()
                try ask(
                    CallMessage(program: NIProgram.binder, version: 1, procedure: procedure, arguments: body), .binder)
            }
            let bare = CallMessage(program: 100_000, version: 2, procedure: procedure, arguments: [0, 0])
            try ask(bare, .portmapper, expectsAnswer: procedure != 5)
        }
        guard expectsDatagrams else {
            for service in [AccessService.datagrams, .portmapperDatagrams] { try ask(.netInfo(.ping), service) }
            return
        }
        for procedure in NIProcedure.allCases { try ask(.about(procedure, 3), .datagrams) }
        for procedure in [0, 4, 8] as [UInt32] {
            for service in [AccessService.portmapper, .portmapperDatagrams] {
                try ask(Self.relayed(procedure, []), service, expectsAnswer: false)
            }
        }
        let search = CallMessage.binder(.getregister) { $0.write(opaque: Array("network".utf8)) }
        try ask(.binder(.listreg), .datagrams)
        try ask(Self.relayed(NIBinderProcedure.getregister.rawValue, search.arguments), .portmapperDatagrams)
        try ask(CallMessage(program: 100_000, version: 2, procedure: 4), .portmapperDatagrams)
    }

    private static func relayed(_ procedure: UInt32, _ arguments: [UInt8]) -> CallMessage {
        var writer = XDRWriter(capacity: 64)
        for word in [NIProgram.binder, 1, procedure] { writer.write(word) }
        writer.write(opaque: arguments)
        return CallMessage(program: 100_000, version: 2, procedure: 5, arguments: writer.bytes())
    }

    // MARK: Writing

    /// Writes that could bring a hash to light, where anybody or alice may write.
    private mutating func writeEverything(_ credential: CallMessage.Credential) throws {
        for directory in HashTree.writable {
            for index in 0..<7 as Range<UInt32> {
                for name in ["note", "Passwd", "passwd\0x", "_shadow_passwd", ""] {
                    try change(directory, credential) { .renameProperty($0, index, to: name) }
                }
                try change(directory, credential) { .writeName($0, index, 1, "********") }
                try change(directory, credential) { .writeProperty($0, index, "********") }
                try change(directory, credential) { .writeProperty($0, index, "********", "********") }
            }
            let lists: [PropertyList] = [
                [Property("passwd", "********"), Property("passwd", "********"), Property("note", "********")],
                [
                    Property("passwd\0note", "********"), Property("note", "********"),
                    Property("_writers", "*", "alice"),
                ],
                [Property("_shadow_passwd", "********"), Property("passwd", "********", "********")],
            ]
            for list in lists { try change(directory, credential) { .write($0, list) } }
            try change(directory, credential) { .create(below: $0, lists[0]) }
            try change(directory, credential) { .createProperty($0, Property("passwd", "********")) }
        }
        try change(10, credential) { .create(below: $0, [Property("name", "x"), Property("passwd", "********")]) }
    }

    private mutating func change(
        _ directory: UInt32, _ credential: CallMessage.Credential, _ call: (DirectoryID) -> CallMessage
    ) throws {
        try ask(call(try transport.current(directory)), .domain, credential)
        // At once: the next change may hide again what this one has brought to light.
        try ask(.about(.read, directory))
    }
}

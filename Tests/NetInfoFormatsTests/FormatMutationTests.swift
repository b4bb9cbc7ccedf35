import NetInfoFormats
import NetInfoProtocol
import NetInfoTesting
import Testing

@Suite("Damaged input")
struct FormatMutationTests {
    private static let seeds: [FormatName: String] = [
        .aliases: "crew: alice,bob,\n\t\"c,d\"\nstaff: :include:/x\n", .bootparams: "a root=s:/x \\\n\tswap=s:/y\n",
        .bootptab: "/private/tftpboot:/\nmach\n%%\na\t1\t0:0:f:1:2:3\t10.0.0.5\tmach\n",
        .ethers: "0:0:f:1:2:3\talpha a\n", .exports: "/home  -ro alpha beta\n/usr   c\n",
        .fstab: "srv:/home /Network/home nfs rw,bg 0 0\n", .group: "wheel:*:0:root,alice\n",
        .hosts: "10.0.0.5\talpha\nfe80::1\talpha # x\n", .networks: "loop\t127\t\n",
        .passwd: "root:*:0:0::0:0:System:/root:/bin/sh\n", .passwd43: "d:x:5:2:D:/h:/s\n",
        .printcap: "lp|ps: \\\n\t:lp:rm=server:mx#0:\n", .protocols: "tcp\t6\tTCP\n",
        .resolver: "domain e.com\nsearch a b\nnameserver 10.0.0.1\n", .rpc: "p\t100000\tq\n",
        .services: "domain\t53/udp\tn\ndomain\t53/tcp\tn\n",
    ]

    private func mutate(_ text: [UInt8], _ numbers: inout SeededGenerator) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            let place = Int.random(in: 0...text.count, using: &numbers)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: text.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
            case 1: text.removeSubrange(place..<min(text.count, place + 3))
            case 2: text += text[..<place]
            default:
                let marks = Array("\"\\{}()[],;=:#| \t\n/%+-.".utf8)
                text.insert(marks.randomElement(using: &numbers) ?? 0, at: place)
            }
        }
        return text
    }

    @Test("never stops a reader of flat files, and what is read can be written and read again")
    func flat() throws {
        var numbers = SeededGenerator(seed: 3)
        for (name, seed) in Self.seeds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let format = try FormatSample.format(name)
            for _ in 0..<400 {
                let text = mutate(Array(seed.utf8), &numbers)
                let reading = format.read(text)
                #expect(reading.entries.count + reading.problems.count <= text.split(separator: 10).count)
                let bytes = reading.entries.reduce(0) { sum, entry in
                    sum + entry.properties.properties.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } }
                }
                #expect(bytes <= 4 * text.count + 100)
                for entry in reading.entries { _ = format.text(of: entry.properties) }
            }
        }
    }

    @Test("never stops the readers of directories and netgroups")
    func nested() {
        var numbers = SeededGenerator(seed: 5)
        let raw = Array("{ \"name\" = ( \"t\", \"a\\\\\" ); k = v; CHILDREN = ( { a = 1; }, { } ) }".utf8)
        let json = Array(
            #"{"id":1,"properties":[{"key":"n","values":["\u00e9\udc80"]}],"children":[{"children":[]}]}"#.utf8)
        let netgroup = Array("lab (a,,) (,b,) \\\n (,,c) other\n".utf8)
        for _ in 0..<4000 {
            if let outline = try? RawReader.read(mutate(raw, &numbers)) {
                #expect((try? RawReader.read(RawWriter.text(of: outline))) == outline)
            }
            _ = try? RawReader.read(mutate(raw, &numbers), isLegacy: true)
            _ = try? OutlineJSONReader.read(mutate(json, &numbers))
            let (groups, _) = NetgroupFormat.read(mutate(netgroup, &numbers))
            let (text, faults) = NetgroupFormat.text(of: groups)
            if faults.isEmpty { #expect(NetgroupFormat.text(of: NetgroupFormat.read(text).groups).text == text) }
        }
    }

    @Test("is bounded by its own size")
    func bounded() throws {
        for name in Self.seeds.keys {
            let format = try FormatSample.format(name)
            for piece in [":", ",", " ", "\\\n", "a:", "a ", "|", "\n\t", "\"", "(", "="] {
                let text = Array(String(repeating: piece, count: 10_000).utf8)
                let reading = format.read(text)
                #expect(reading.entries.count <= text.count)
            }
        }
    }
}

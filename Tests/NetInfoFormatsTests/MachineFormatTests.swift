import NetInfoFormats
import NetInfoProtocol
import Testing

@Suite("hosts, ethers, bootptab and bootparams")
struct MachineFormatTests {
    private let alpha: PropertyList = [
        Property("name", "alpha", "alpha.example.com"), Property("ip_address", "10.0.0.5", "10.0.1.5"),
        Property("en_address", "0:0:f:1:2:3"),
        Property("bootparams", "root=srv:/export/root", "swap=srv:/export/swap"),
    ]

    @Test("hosts has a line for each address, and reads them back into one machine")
    func hosts() throws {
        let text = "10.0.0.5\talpha alpha.example.com\n10.0.1.5\talpha alpha.example.com\n"
        #expect(try FormatSample.write(.hosts, alpha) == text)
        #expect(
            try FormatSample.read(.hosts, text) == [
                "ip_address=10.0.0.5|10.0.1.5 name=alpha|alpha.example.com"
            ])
        #expect(try FormatSample.write(.hosts, [Property("name", "beta")]) == nil)
    }

    @Test("addresses are checked, put into one form, and sorted by family")
    func addresses() throws {
        #expect(try FormatSample.read(.hosts, "010.000.0.9 a # b\n") == ["ip_address=10.0.0.9 name=a"])
        #expect(
            try FormatSample.read(.hosts, "FE80:0::1 a\n10.1.2.3 a\n") == [
                "ip_address=10.1.2.3 ipv6_address=fe80::1 name=a"
            ])
        let mixed: PropertyList = [Property("name", "a"), Property("ip_address", "::1", "127.0.0.1")]
        #expect(try FormatSample.write(.hosts, mixed) == "127.0.0.1\ta\n::1\ta\n")
        for bad in ["10.0.0.256 a", "10.0.0 a", "ten a", "1.2.3.4.5 a", "1..2.3 a", ":::1 a"] {
            #expect(try FormatSample.problems(.hosts, bad).count == 1, "\(bad)")
        }
        #expect(try FormatSample.problems(.hosts, " 10.0.0.300 a") == ["1:2: no IP address: 10.0.0.300"])
        #expect(try FormatSample.problems(.hosts, "10.0.0.3") == ["1:9: the name is missing"])
    }

    @Test("ethers has one line for each machine with an address, in six groups without leading zeros")
    func ethers() throws {
        #expect(try FormatSample.write(.ethers, alpha) == "0:0:f:1:2:3\talpha alpha.example.com\n")
        #expect(try FormatSample.write(.ethers, [Property("name", "beta")]) == nil)
        #expect(try FormatSample.read(.ethers, "00:00:0F:1:2:3 alpha # x\n") == ["en_address=0:0:f:1:2:3 name=alpha"])
        #expect(try FormatSample.problems(.ethers, "0:0:f:1:2 a\n0:0:f:1:2:100 a\n").count == 2)
    }

    @Test("bootptab lists machines with an Ethernet address or boot file, and never stores what stands for nothing")
    func bootptab() throws {
        #expect(try FormatSample.write(.bootptab, alpha) == "alpha\t1\t0:0:f:1:2:3\t10.0.0.5\tmach\n")
        #expect(
            try FormatSample.write(.bootptab, [Property("name", "a"), Property("bootfile", "b")])
                == "a\t1\t0:0:0:0:0:0\t0.0.0.0\tb\n")
        #expect(try FormatSample.write(.bootptab, [Property("name", "a"), Property("ip_address", "1.2.3.4")]) == nil)
        let head = "/private/tftpboot:/\nmach\n%%\n"
        #expect(try FormatSample.read(.bootptab, head + "a 1 0:0:0:0:0:0 0.0.0.0 b\n") == ["bootfile=b name=a"])
        #expect(
            try FormatSample.read(.bootptab, head + "a 1 00:1:2:3:4:0A 1.2.3.4 b x\n") == [
                "bootfile=b en_address=0:1:2:3:4:a ip_address=1.2.3.4 name=a"
            ])
        #expect(
            try FormatSample.problems(.bootptab, head + "a 6 0:0:0:0:0:0 0.0.0.0 b\n")
                == ["4:3: the hardware type is not 1 (Ethernet)"])
        #expect(try FormatSample.problems(.bootptab, "a 1 0:0:0:0:0:0 0.0.0.0 b\n").count == 1)
    }

    @Test("bootparams keeps every parameter as a value, over continued lines")
    func bootparams() throws {
        let text = "alpha root=srv:/export/root \\\n\tswap=srv:/export/swap\n"
        #expect(try FormatSample.write(.bootparams, alpha) == text)
        #expect(
            try FormatSample.read(.bootparams, text) == [
                "bootparams=root=srv:/export/root|swap=srv:/export/swap name=alpha"
            ])
    }

    @Test("what bootptab, ethers and bootparams merge leaves the rest of a machine alone")
    func merging() throws {
        let format = try FormatSample.format(.ethers)
        #expect(format.alwaysMerges)
        let entry = try #require(format.read(Array("8:0:20:1:2:3 alpha.example.com\n".utf8).self).entries.first)
        #expect(
            FormatSample.show(format.merge(entry.properties, into: alpha))
                == [
                    "en_address=8:0:20:1:2:3", "name=alpha|alpha.example.com", "ip_address=10.0.0.5|10.0.1.5",
                    "bootparams=root=srv:/export/root|swap=srv:/export/swap",
                ].joined(separator: " "))
        let boot = try FormatSample.format(.bootptab)
        let line: PropertyList = [Property("name", "alpha"), Property("ip_address", "10.0.0.5")]
        #expect(boot.merge(line, into: alpha).values(of: "ip_address")?.count == 2)
    }
}

import Glibc

/// Addresses of machines in the one form in which they are stored (`tools.md` 9.4 and 9.5).
enum MachineAddress {
    /// A dotted quad without leading zeros; nil when the text is no IPv4 address.
    static func ipv4(_ text: [UInt8]) -> [UInt8]? {
        text.filter { $0 == Byte.dot }.count == 3 ? NetworkNumber.canonical(text) : nil
    }

    /// An IPv6 address in its shortest form; nil when the text is none.
    static func ipv6(_ text: [UInt8]) -> [UInt8]? {
        guard text.contains(Byte.colon), text.count < INET6_ADDRSTRLEN, !text.contains(0) else { return nil }
        var address = in6_addr()
        guard inet_pton(AF_INET6, String(decoding: text, as: UTF8.self), &address) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &buffer, socklen_t(INET6_ADDRSTRLEN)) != nil else { return nil }
        return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }

    /// Six hexadecimal groups in lower case without leading zeros; nil when the text is no Ethernet address.
    static func ethernet(_ text: [UInt8]) -> [UInt8]? {
        let groups = text.split(separator: Byte.colon, omittingEmptySubsequences: false)
        guard groups.count == 6 else { return nil }
        var numbers: [String] = []
        for group in groups {
            guard (1...2).contains(group.count), group.allSatisfy(\.isHexDigit),
                let number = UInt8(String(decoding: group, as: UTF8.self), radix: 16)
            else { return nil }
            numbers.append(String(number, radix: 16))
        }
        return Array(numbers.joined(separator: ":").utf8)
    }
}

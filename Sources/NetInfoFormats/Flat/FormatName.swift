/// The formats by the names that the tools take (`tools.md` 7.1 and 8.1).
package enum FormatName: String, CaseIterable, Sendable {
    case aliases, bootparams, bootptab, ethers, exports, fstab, group, hosts, netgroup, networks, passwd
    case passwd43 = "passwd.43"
    case printcap, protocols
    case resolver = "resolv.conf"
    case rpc, services

    /// How entries are written and read; nil for `netgroup`, which is spread over several directories
    /// (`NetgroupFormat`).
    ///
    /// With `hidesPasswords`, `*` stands for every password in what is written.
    package func format(hidesPasswords: Bool = false) -> (any FlatFormat)? {
        switch self {
        case .aliases: AliasesFormat()
        case .bootparams: BootparamsFormat()
        case .bootptab: BootptabFormat()
        case .ethers: EthersFormat()
        case .exports: ExportsFormat()
        case .fstab: FstabFormat()
        case .group: GroupFormat(hidesPasswords: hidesPasswords)
        case .hosts: HostsFormat()
        case .netgroup: nil
        case .networks: NumberFormat.networks
        case .passwd: PasswdFormat(hidesPasswords: hidesPasswords)
        case .passwd43: PasswdFormat(isShort: true, hidesPasswords: hidesPasswords)
        case .printcap: PrintcapFormat()
        case .protocols: NumberFormat.protocols
        case .resolver: ResolverFormat()
        case .rpc: NumberFormat.rpc
        case .services: ServicesFormat()
        }
    }
}

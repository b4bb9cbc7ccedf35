/// What is the matter with the password of one user.
struct PasswordFinding {
    /// The worst first.
    enum Kind: String, Comparable, CaseIterable {
        case empty, found, missing, weak, des, unknown

        static func < (left: Kind, right: Kind) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    let account: AuditedAccount
    let kind: Kind
    /// How the hash was made; nil without one.
    let scheme: PasswordScheme?

    /// Nil when nothing is.
    init?(_ account: AuditedAccount, _ outcome: PasswordTrial.Outcome?) {
        self.account = account
        switch account.password {
        case .missing: (kind, scheme) = (.missing, nil)
        case .empty: (kind, scheme) = (.empty, nil)
        case .unknown: (kind, scheme) = (.unknown, nil)
        case .locked, .elsewhere: return nil
        case .hash(_, let scheme):
            self.scheme = scheme
            if outcome == .opened {
                kind = .found
            } else if scheme == .des {
                kind = .des
            } else {
                guard scheme.isWeak else { return nil }
                kind = .weak
            }
        }
    }

    /// Whether anybody can be root at once.
    var isDangerous: Bool { account.isSuperuser && (kind == .empty || kind == .found) }

    /// Without hash and password.
    var text: String {
        let way = scheme.map { " (\($0.text))" } ?? ""
        switch kind {
        case .empty: return account.isSuperuser ? "NO PASSWORD, and this is the superuser" : "no password"
        case .found:
            return account.isSuperuser
                ? "PASSWORD FOUND AT ONCE\(way), and this is the superuser" : "the password was found at once\(way)"
        case .missing: return "no property passwd, which some systems take for no password"
        case .weak: return "a weak hash\(way)"
        case .des: return "a DES hash, of which only 8 characters count and which is soon broken"
        case .unknown: return "a value that is no hash of a known kind"
        }
    }

    /// The superuser before others, then the worst, then by path.
    static func comesFirst(_ left: PasswordFinding, _ right: PasswordFinding) -> Bool {
        if left.isDangerous != right.isDangerous { return left.isDangerous }
        if left.kind != right.kind { return left.kind < right.kind }
        return left.account.path.lexicographicallyPrecedes(right.account.path)
    }
}

/// What a look at the passwords of one domain found.
struct PasswordFindings {
    let tag: String
    /// Why the domain cannot be read; nil when it can.
    var failure: MessageText?
    var accounts = 0
    var locked = 0
    var elsewhere = 0
    /// Hashes on which not everything was tried.
    var unfinished = 0
    var findings: [PasswordFinding] = []

    init(tag: String) { self.tag = tag }

    var isSound: Bool { failure == nil && findings.isEmpty }
}

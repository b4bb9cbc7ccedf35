import NetInfoDirectory
import NetInfoProtocol

/// What an AUTH_UNIX credential claims.
struct Login: Hashable, Sendable {
    let uid: UInt32
    let password: [UInt8]
}

/// Finds out who sends a write by a user's password (`protocol.md` 4.2 and 4.3). Pure: what opening a hash takes is
/// asked for, not done.
struct WriterAuthentication {
    let policy: SecurityPolicy
    /// Whether the caller is on this host.
    let isLocal: Bool
    /// Whether a password opens a hash, if that is known already.
    let answer: (PasswordQuestion) -> Bool?

    /// What there is to say of a login.
    enum Verdict {
        case identified(IdentifiedWriter)
        case refused(NIStatus, reason: Reason)
        /// It depends on these questions.
        case open([PasswordQuestion])
    }

    /// Why a login failed, as far as its user could not tell.
    enum Reason {
        case plain
        case shadowHash
        case emptyPassword
    }

    /// Users of one number whose passwords are tried.
    private static let candidates = 8

    /// Judges a login.
    func judge(_ login: Login, _ tree: inout DirectoryTree) throws(NIStatus) -> Verdict {
        guard let users = try tree.child(of: 0, named: "users") else { throw .noUser }
        let candidates = try tree.lookup(users, "uid", String(Int32(bitPattern: login.uid)))
        guard !candidates.isEmpty else { throw .noUser }
        var reason = Reason.plain
        var questions: [PasswordQuestion] = []
        for candidate in candidates.prefix(Self.candidates) {
            let user = try tree.properties(of: candidate)
            switch check(login, user) {
            case .passed(let proof) where questions.isEmpty: return try identify(login.uid, user, proof, &tree)
            case .passed: break
            case .failed(let why): if case .plain = reason { reason = why }
            case .open(let question): questions.append(question)
            }
        }
        return questions.isEmpty ? .refused(.authenticationError, reason: reason) : .open(questions)
    }

    private enum Check {
        case passed(CallerProof)
        case failed(Reason)
        case open(PasswordQuestion)
    }

    private func check(_ login: Login, _ user: PropertyList) -> Check {
        if let authority = user.firstValue(of: "authentication_authority") {
            guard user.firstValue(of: "name") != nil, Self.kind(authority).starts(with: "basic".utf8) else {
                return .failed(Self.kind(authority).starts(with: "ShadowHash".utf8) ? .shadowHash : .plain)
            }
        }
        guard let hashes = user.values(of: "passwd") else { return .failed(.plain) }
        guard let hash = hashes.first, !hash.isEmpty else {
            return mayBeEmpty(login.uid) ? .passed(.noPassword) : .failed(.emptyPassword)
        }
        let question = PasswordQuestion(password: login.password, hash: hash)
        guard let opens = answer(question) else { return .open(question) }
        return opens ? .passed(.password) : .failed(.plain)
    }

    private func mayBeEmpty(_ uid: UInt32) -> Bool {
        switch policy.emptyPasswords {
        case .anywhere: true
        case .local: isLocal && uid != 0
        case .refused: false
        }
    }

    /// What stands behind the first semicolon of `;basic;` and the like.
    private static func kind(_ authority: [UInt8]) -> ArraySlice<UInt8> {
        guard let separator = authority.firstIndex(of: UInt8(ascii: ";")) else { return [] }
        return authority[(separator + 1)...]
    }

    // MARK: Rights

    private func identify(
        _ uid: UInt32, _ user: PropertyList, _ proof: CallerProof, _ tree: inout DirectoryTree
    ) throws(NIStatus) -> Verdict {
        guard let name = user.firstValue(of: "name") else { throw .noUser }
        if uid == 0 { return .identified(IdentifiedWriter(.superuser, proof, uid: uid, user: name)) }
        if name == Array("root".utf8) {
            // Access lists that say root mean uid 0, so somebody else of that name must not be taken for him.
            return .identified(
                IdentifiedWriter(policy.rootByName ? .superuser : .anonymous, proof, uid: uid, user: name))
        }
        guard try isAdministrator(name, &tree) else {
            return .identified(IdentifiedWriter(.user(name), proof, uid: uid, user: name))
        }
        return .identified(IdentifiedWriter(.superuser, .administrator, uid: uid, user: name))
    }

    private func isAdministrator(_ name: [UInt8], _ tree: inout DirectoryTree) throws(NIStatus) -> Bool {
        guard RootOption.promotesAdministrators(try tree.properties(of: 0)),
            let groups = try tree.child(of: 0, named: "groups"),
            let admin = try tree.child(of: groups, named: "admin")
        else { return false }
        return try tree.properties(of: admin).values(of: "users")?.contains(name) ?? false
    }
}

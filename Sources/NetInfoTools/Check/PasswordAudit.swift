import NetInfoClient

/// Looks at the passwords of domains on disk.
struct PasswordAudit {
    /// A domain, and where it is.
    struct Place {
        let tag: String
        let folder: String
    }

    let places: [Place]
    /// How long passwords are tried, over all domains.
    let limit: Duration

    private struct Read {
        let tag: String
        var accounts: [AuditedAccount] = []
        var failure: MessageText?
    }

    /// Reads everything, tries passwords, and returns what was found in each domain.
    func run(progress: @escaping (_ done: Int, _ total: Int) -> Void) -> [PasswordFindings] {
        let domains = places.map(read)
        var subjects: [PasswordTrial.Subject] = []
        for account in domains.flatMap(\.accounts) {
            guard case .hash(let hash, let scheme) = account.password else { continue }
            subjects.append(PasswordTrial.Subject(hash: hash, scheme: scheme, names: account.names))
        }
        var trial = PasswordTrial(subjects, progress: progress)
        trial.run(for: limit)
        var outcomes = trial.subjects.map(\.outcome)[...]
        return domains.map { Self.findings(in: $0, &outcomes) }
    }

    private func read(_ place: Place) -> Read {
        var domain = Read(tag: place.tag)
        let folder = Array(place.folder.utf8)
        do throws(OfflineFailure) {
            let database = try OfflineDatabase(OfflineFolder(folder), for: .reading)
            defer { database.close() }
            do throws(NetInfoClientError) {
                domain.accounts = try AuditedAccount.all(in: AccessSource(database.access))
            } catch { domain.failure = "can't read database \(place.folder): \(error.status)" }
        } catch { domain.failure = "can't read database \(place.folder): \(error.reason(folder))" }
        return domain
    }

    /// Takes the outcomes of a domain's hashes, which are in the order of its accounts.
    private static func findings(
        in domain: Read, _ outcomes: inout ArraySlice<PasswordTrial.Outcome>
    ) -> PasswordFindings {
        var result = PasswordFindings(tag: domain.tag)
        result.failure = domain.failure
        result.accounts = domain.accounts.count
        for account in domain.accounts {
            var outcome: PasswordTrial.Outcome?
            switch account.password {
            case .hash: outcome = outcomes.popFirst()
            case .locked: result.locked += 1
            case .elsewhere: result.elsewhere += 1
            case .missing, .empty, .unknown: break
            }
            if outcome == .unfinished { result.unfinished += 1 }
            if let finding = PasswordFinding(account, outcome) { result.findings.append(finding) }
        }
        result.findings.sort(by: PasswordFinding.comesFirst)
        return result
    }
}

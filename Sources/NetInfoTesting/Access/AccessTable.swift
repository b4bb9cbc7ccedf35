package import NetInfoServer

/// Who may do what: the one table that the tests hold the server to and that `SECURITY.md` shows.
package enum AccessTable {
    /// What is expected of a call.
    package static func outcome(
        _ caller: AccessCaller, _ credential: AccessCredential, _ operation: AccessOperation,
        _ profile: DaemonConfiguration.Security
    ) -> AccessOutcome {
        guard operation.asksWho else { return open(caller, operation, profile) }
        switch rights(caller, credential, profile) {
        case .superuser: return .done
        case .alice: return operation == .writeRoot ? .permissionDenied : .done
        case .guest, .anonymous: return operation == .writeOpen ? .done : .permissionDenied
        case .refused(let outcome): return outcome
        }
    }

    /// What a password and a place make of a caller who writes.
    package enum Rights: Hashable, Sendable {
        case superuser, alice, guest, anonymous
        case refused(AccessOutcome)

        /// The words of the table.
        package var text: String {
            switch self {
            case .superuser: "root"
            case .alice: "alice"
            case .guest: "that user"
            case .anonymous: "nobody"
            case .refused(let outcome): outcome.rawValue
            }
        }
    }

    /// As whom a caller writes.
    package static func rights(
        _ caller: AccessCaller, _ credential: AccessCredential, _ profile: DaemonConfiguration.Security
    ) -> Rights {
        if caller == .localRoot || caller == .socketRoot { return .superuser }
        switch (profile, caller) {
        case (.original, _): return original(credential)
        case (.hardened, .strangerLow), (.hardened, .strangerHigh): return .refused(.silence)
        case (.hardened, .localUser), (.hardened, .socketUser): return hardened(credential, isLocal: true)
        case (.hardened, _): return hardened(credential, isLocal: false)
        }
    }

    private static func original(_ credential: AccessCredential) -> Rights {
        switch credential {
        case .none: .anonymous
        case .user: .alice
        case .root, .emptyRoot, .namedRoot: .superuser
        case .wrong: .refused(.authenticationError)
        case .empty: .guest
        case .unknown: .refused(.noUser)
        }
    }

    private static func hardened(_ credential: AccessCredential, isLocal: Bool) -> Rights {
        switch credential {
        case .none, .namedRoot: .anonymous
        case .user: .alice
        case .root: .superuser
        case .wrong, .emptyRoot: .refused(.authenticationError)
        case .empty: isLocal ? .guest : .refused(.authenticationError)
        case .unknown: .refused(.noUser)
        }
    }

    private static func open(
        _ caller: AccessCaller, _ operation: AccessOperation, _ profile: DaemonConfiguration.Security
    ) -> AccessOutcome {
        let isRoot = caller == .localRoot || caller == .socketRoot
        if operation == .register, isRoot { return .done }
        guard profile == .hardened else {
            switch operation {
            case .read, .statistics, .readAll: return .everything
            case .register: return .permissionDenied
            default: return .done
            }
        }
        if caller == .strangerLow || caller == .strangerHigh { return .silence }
        switch operation {
        case .read: return isRoot || caller == .clone || caller == .trustedLow ? .everything : .withheld
        case .readAll: return isRoot || caller == .clone ? .everything : .permissionDenied
        case .resync: return isRoot || caller == .clone ? .done : .permissionDenied
        case .register: return .permissionDenied
        case .statistics: return .everything
        default: return .done
        }
    }
}

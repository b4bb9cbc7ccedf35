package import NetInfoClient
import NetInfoDirectory
import NetInfoProtocol
package import ONCRPC

/// Opens the domain that a tool's argument names, and says in the original's words why it cannot (`tools.md` 4.3).
package struct DomainOpener {
    private let settings: CommonSettings
    private let login: Login?
    /// Bounds everything done with the domain.
    package let deadline: ClientDeadline

    package init(settings: CommonSettings, login: Login?) {
        self.settings = settings
        self.login = login
        deadline = .after(settings.timeout)
    }

    /// Opens a domain and checks that its root can be read.
    package func open(_ argument: [UInt8]) throws(ToolFailure) -> NetInfoDomain {
        let domain: NetInfoDomain
        var login = login
        if settings.byTag {
            domain = try openServer(argument)
        } else if DomainURL.isURL(argument) {
            let url = try parseURL(argument)
            login = login ?? Self.login(of: url)
            domain = try openURL(url, argument)
        } else {
            domain = try openPath(argument)
        }
        do throws(NetInfoClientError) {
            _ = try domain.connection.root()
            if let login { domain.credential = try credential(of: login, in: domain) }
        } catch { throw failure(argument, error) }
        return domain
    }

    private func openPath(_ argument: [UInt8]) throws(ToolFailure) -> NetInfoDomain {
        guard let path = DomainPath(argument) else { throw unreachable(argument) }
        do throws(DomainResolver.Failure) {
            return try DomainResolver(deadline: deadline).open(path)
        } catch { throw unreachable(argument, error) }
    }

    private func openServer(_ argument: [UInt8]) throws(ToolFailure) -> NetInfoDomain {
        let server: ServerTag
        do throws(ServerTag.Mistake) {
            server = try ServerTag(parsing: argument)
        } catch { throw wrongFormat(argument, error) }
        do throws(DomainResolver.Failure) {
            return try DomainResolver(deadline: deadline).open(server)
        } catch {
            switch error {
            case .unreachable(let cause): throw failure(argument, cause)
            case .unknownHost(let host): throw unknownHost(argument, host)
            }
        }
    }

    private func parseURL(_ argument: [UInt8]) throws(ToolFailure) -> DomainURL {
        do throws(ServerTag.Mistake) {
            return try DomainURL(parsing: argument)
        } catch { throw unreachable(argument) }
    }

    private func openURL(_ url: DomainURL, _ argument: [UInt8]) throws(ToolFailure) -> NetInfoDomain {
        do throws(DomainResolver.Failure) {
            return try DomainResolver(deadline: deadline).open(url)
        } catch { throw unreachable(argument, error) }
    }

    private static func login(of url: DomainURL) -> Login? {
        guard url.user != nil || url.password != nil else { return nil }
        return Login(user: url.user ?? Array("root".utf8), password: url.password ?? [])
    }

    /// The credential of a user of the domain. An unknown user is no failure yet: the server refuses the first write.
    private func credential(of login: Login, in domain: NetInfoDomain) throws(NetInfoClientError) -> ClientCredential {
        let path = DirectoryPath(components: [
            .init(value: Array("users".utf8)), .init(value: login.user),
        ])
        do throws(NetInfoClientError) {
            let user = try domain.search(path)
            let uid = try domain.connection.values(of: Array("uid".utf8), of: user.object).value.first ?? []
            let number = Int64(String(decoding: uid, as: UTF8.self)).map { UInt32(truncatingIfNeeded: $0) }
            return .netInfo(uid: number ?? ClientCredential.unknownUserID, password: login.password)
        } catch {
            if error.transport != nil { throw error }
            return .netInfo(uid: ClientCredential.unknownUserID, password: login.password)
        }
    }
}

extension DomainOpener {
    private static let serverUsage: MessageText = """
        usage: -t <host>/<tag>
        <host> can be a host name or IP address

        """

    private func unreachable(_ argument: [UInt8], _ cause: DomainResolver.Failure? = nil) -> ToolFailure {
        var failure = ToolFailure(
            "can't connect to server for domain \(argument)", exit: .communicationFailure,
            status: NIStatus.failed.rawValue)
        if case .unreachable(let error) = cause { failure.explanation = advice(error) }
        return failure
    }

    private func failure(_ argument: [UInt8], _ error: NetInfoClientError) -> ToolFailure {
        let status = error.status
        var failure = ToolFailure(
            "can't connect to server \(settings.byTag ? "" : "for domain ")\(argument): \(status)",
            exit: status.exitStatus, status: status.rawValue)
        failure.explanation = advice(error)
        return failure
    }

    /// What was tried when nobody answered, and what to do about it.
    private func advice(_ error: NetInfoClientError) -> MessageText {
        guard let transport = error.transport else { return "" }
        return """
            tried \(transport.description)
            Is netinfod running there? Start it, or name another server with -t HOST/TAG.

            """
    }

    private func wrongFormat(_ argument: [UInt8], _ mistake: ServerTag.Mistake) -> ToolFailure {
        let (reason, exit): (String, ExitStatus) =
            switch mistake {
            case .format: ("Bad format", .serverFormat)
            case .noHost: ("No host", .serverWithoutHost)
            case .noTag: ("No tag", .serverWithoutTag)
            }
        return wrongFormat(argument, reason: reason, exit: exit)
    }

    private func unknownHost(_ argument: [UInt8], _ host: String) -> ToolFailure {
        var failure = wrongFormat(argument, reason: "Host not found", exit: .unknownHost)
        failure.preamble = "Can't find address for \(host)\n"
        return failure
    }

    private func wrongFormat(_ argument: [UInt8], reason: String, exit: ExitStatus) -> ToolFailure {
        var failure = ToolFailure("incorrect format for domain \(argument) (\(reason))", exit: exit)
        failure.explanation = Self.serverUsage
        return failure
    }
}

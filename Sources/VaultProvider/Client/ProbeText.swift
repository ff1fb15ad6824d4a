import VaultCore
import VaultFetchWire

/// The sentences of `provider.test`: what was tried, what was wrong, what to do next; nothing that a server said.
enum ProbeText {
    static let noEndpoint =
        "the provider has neither an issuer nor a token endpoint; set 'issuer' or 'token_endpoint' in its entry"

    static func unsafe(_ what: String) -> String {
        "the \(what) is neither https nor http to this machine; use an https address"
    }

    static func problem(_ error: PreparationError) -> String {
        switch error {
        case .secret(let error): error.description
        case .key(let problem): problem.description
        case .secrets(let finding): secrets(finding)
        case .metadata(let error): problem(error, issuer: "")
        }
    }

    private static func secrets(_ finding: SecretSearch.Finding) -> String {
        switch finding {
        case .noneAccepted: "the provider accepts none of the client secrets; look at the client's page there"
        case .undecided:
            "which of the client secrets is good cannot be told, the provider gave no usable answer; try again"
        case .indistinct:
            "the provider takes any client secret as long as the token is none, so several cannot be told apart; name one"
        case .accepted: "the provider accepts a client secret"
        }
    }

    /// Nil where all is well, or where it is no problem that it cannot be told.
    static func credentials(_ finding: SecretSearch.Finding, of provider: ProviderSettings) -> String? {
        switch finding {
        case .accepted: nil
        case .noneAccepted where provider.clientSecrets.count > 1: secrets(finding)
        case .noneAccepted(let code):
            "the provider refuses the client's credentials\(code.map { " (\($0.text))" } ?? ""); check 'client_id', "
                + "'client_authentication' and the secret or key against the client's page there"
        case .undecided:
            "whether the provider accepts the client's credentials cannot be told, it gave no usable answer; try again"
        case .indistinct: provider.clientSecrets.count > 1 ? secrets(finding) : nil
        }
    }

    /// - Parameter seconds: how far the provider's clock is before this machine's.
    static func clock(_ seconds: Int64) -> String {
        "the provider's clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") this machine's; set the time here, or "
            + "expect tokens to end too soon or late and assertions to be refused"
    }

    static func problem(_ error: MetadataError, issuer: String) -> String {
        switch error {
        case .notConfigured: noEndpoint
        case .unsafeIssuer: unsafe("issuer")
        case .malformed:
            "the metadata of '\(issuer)' is no JSON object that can be read strictly; ask the provider, or set the endpoints"
        case .otherIssuer:
            "the metadata names another issuer than '\(issuer)'; write the issuer exactly as the provider does"
        case .noTokenEndpoint:
            "the metadata of '\(issuer)' has no token endpoint; set 'token_endpoint' in the provider's entry"
        case .unsafeEndpoint: unsafe("endpoint in the metadata")
        case .notFound:
            "no metadata at the well-known addresses of '\(issuer)'; check the issuer, or set 'token_endpoint'"
        case .unreachable(let summary): unreachable(summary, "metadata of '\(issuer)'", startFailure: nil)
        }
    }

    /// Nil for an answer that is as good as any to a GET.
    static func status(_ status: UInt16) -> String? {
        switch status {
        case 300...399: "the token endpoint redirects (\(status)), which is never followed; name the final address"
        case 404, 410: "the token endpoint answers \(status) to a GET; check its path"
        case 500...599: "the token endpoint answers \(status); the provider has a fault at this moment"
        default: nil
        }
    }

    static func unreachable(
        _ summary: FetchOutcome.Summary, _ what: String, startFailure: FetchStartFailure?
    ) -> String {
        switch summary {
        case .status(let status): "asking for the \(what) was answered with \(status); check the address"
        case .notSent(let reason): unsent(reason, what, startFailure)
        case .unanswered(.deadline):
            "the \(what) gave no answer in time; check the network, or raise 'deadline' in the provider's entry"
        case .unanswered(.unreachable): "no connection to the \(what): it was refused; check host and port"
        case .unanswered(.tlsFailed): noTLS(what)
        case .unanswered(.notHTTP): "the \(what) does not answer in HTTP; check the address"
        case .unanswered(.connectionLost): "the \(what) closed the connection without an answer; check the address"
        case .unanswered(.processEnded): "vaultfetch ended while it asked for the \(what); try again"
        case .tooLarge: "the \(what) is larger than any that can be right; check the address"
        }
    }

    private static func unsent(_ reason: FetchNotSent, _ what: String, _ failure: FetchStartFailure?) -> String {
        switch reason {
        case .badRequest: "the address of the \(what) cannot be used; check how it is written"
        case .nameNotResolved: "the host of the \(what) has no address; check its name and the name servers"
        case .connectionRefused: "no connection to the \(what): it was refused; check host and port"
        case .tlsFailed: noTLS(what)
        case .connectionFailed: "no connection to the \(what); check network and firewall"
        case .deadline: "no connection to the \(what) in time; check network and firewall"
        case .notAccepted: failure.map(start) ?? "vaultfetch does not run; check that it is beside vaultd"
        }
    }

    private static func noTLS(_ what: String) -> String {
        "no TLS connection to the \(what), and nothing was sent: its certificate is by a CA that is not trusted ('ca_file'), "
            + "for another host, out of its dates or not for servers, or it has no TLS 1.2; see with 'openssl s_client'"
    }

    static func start(_ failure: FetchStartFailure) -> String {
        switch failure {
        case .badArguments: "vaultfetch does not know its arguments; install it and vaultd from one release"
        case .badAuthority: "the file in 'ca_file' cannot be read or holds no PEM certificate; check it"
        case .noNamespace:
            "the kernel gives vaultfetch no mount namespace, which 'ca_file' needs; allow user namespaces, "
                + "or add the CA to the system's bundle and leave 'ca_file' out"
        case .noSystemBundle: "the system has no certificate bundle; install 'ca-certificates'"
        case .cannotMount:
            "vaultfetch cannot put the CA in place in its namespace; add it to the system's bundle instead"
        case .cannotConfine: "vaultfetch cannot give up its rights; check the limits of the service"
        }
    }
}

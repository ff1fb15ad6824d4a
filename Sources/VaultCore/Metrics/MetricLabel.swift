/// A label, the values of which come from a closed set: words of the program, or names of the configuration.
package enum MetricLabel: String, CaseIterable, Sendable {
    case version
    case method
    case outcome
    case cache
    case socket
    case provider
    case result
    case state
    case reason
    case what
    case kind
    case sink
    case rule

    /// Where its values come from.
    package var values: String {
        switch self {
        case .version: "the version of `vaultd`"
        case .method: "the methods of [protocol.md](protocol.md), and `none` for a line that names none of them"
        case .outcome:
            "of a request `ok` or the `data.type` of the error; of an audit event `allow`, `deny`, `done`, `failed`"
        case .cache: "`token`, `session`"
        case .socket: "`workload`, `admin`"
        case .provider: "the names of `providers` in the configuration"
        case .result:
            "of a refresh `refreshed`, `refused`, `step_up_required`, `consent_required`, `blocked_by_policy`, "
                + "`client_misconfigured`, and the reasons of `provider_unavailable`; of a revocation `revoked`, "
                + "`not_supported`, `refused`, `retry`"
        case .state: "of a breaker `closed`, `open`, `half_open`; of a master key its state"
        case .reason: "the reasons of `reauth_required`"
        case .what: "`session`"
        case .kind: "the kinds of audit events"
        case .rule: "the rules of [siem.md](siem.md#alerts)"
        case .sink: "the names of `audit.sinks` in the configuration"
        }
    }
}

import VaultCore
import VaultWire

/// The answer to one call, on its way back to the loop that writes it.
struct CallOutcome: Sendable {
    let id: CallID
    let result: Result<Reply, WireError>

    /// Whether it must not leave without its audit record. Errors, pings and health tell nothing that is kept here, and
    /// health is what an operator asks when the audit log cannot be written.
    var releases: Bool {
        switch result {
        case .failure: false
        case .success(let reply): reply.releases
        }
    }

    /// The same, unless it hands out a secret of the store: then that the vault is sealed.
    var withoutToken: CallOutcome {
        switch result {
        case .success(.token), .success(.sessionFound): CallOutcome(id: id, result: .failure(WireError(.sealed)))
        case .success, .failure: self
        }
    }
}

extension Reply {
    fileprivate var releases: Bool {
        switch self {
        case .grantStored, .grant, .grants, .reaped, .token, .delegationCreated, .delegations,
            .sessionOpened, .sessionFound, .sessions, .providers, .probe, .backup, .key, .keys, .keysVerified,
            .keyDestroyed, .explanation, .connected, .subject, .scopeReport, .identity, .identitiesForgotten,
            .auditFound:
            true
        // What was taken away stays so, and its record waits.
        case .pong, .health, .info, .discovery, .metrics, .auditStanding, .auditReport, .revoked, .delegationRevoked,
            .sessionEnded, .sessionsEnded, .subjectEnded, .seal:
            false
        }
    }
}

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
        case .grantStored, .grant, .grants, .revoked, .reaped, .token, .delegationCreated, .delegations,
            .delegationRevoked,
            .sessionOpened, .sessionFound, .sessionEnded, .sessionsEnded, .sessions, .providers,
            .probe, .backup, .seal, .key, .keys, .keysVerified,
            .keyDestroyed, .explanation, .connected, .subject, .subjectEnded,
            .scopeReport, .identity, .identitiesForgotten:
            true
        case .pong, .health, .info, .discovery, .metrics: false
        }
    }
}

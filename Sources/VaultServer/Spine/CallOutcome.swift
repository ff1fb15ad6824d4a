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
}

extension Reply {
    fileprivate var releases: Bool {
        switch self {
        case .grant, .grants, .revoked, .token, .providers, .probe, .backup, .key, .keys, .keysVerified, .keyDestroyed:
            true
        case .pong, .health, .info, .discovery: false
        }
    }
}

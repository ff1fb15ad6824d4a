import VaultCore

/// What one grant key may go through, one change after the other. Fed with the audit records of a run, in their order, it
/// says where the run did what no sequence of single steps could have done.
struct SequentialModel {
    enum State: Equatable {
        case none
        case active(GrantID, Generation)
        case reauthRequired(GrantID, Generation)
    }

    private(set) var state = State.none
    private(set) var faults: [String] = []
    private var ended: Set<GrantID> = []

    mutating func take(_ event: AuditEvent) {
        guard let id = event.grant, let generation = event.generation else { return }
        switch event.kind {
        case .grantStored: stored(id, generation)
        case .tokenMinted: minted(id, generation)
        case .reauthRequired, .stepUpRequired:
            require(state == .active(id, generation), "condemned \(generation) in \(state)")
            state = .reauthRequired(id, generation)
        case .tokenRejected, .refreshFailed:
            require(isCurrent(id, generation), "\(event.kind) of \(generation) in \(state)")
        case .grantRevoked, .grantReaped:
            require(isCurrent(id, generation), "revoked \(generation) in \(state)")
            ended.insert(id)
            state = .none
        case .intentResolved: require(isHere(id), "resolved in \(state)")
        case .decision, .delegationCreated, .delegationRedeemed, .delegationRefused, .delegationRevoked,
            .refreshTokenExpiring, .issuanceCapExceeded, .sessionCreated, .sessionRenewed, .sessionEnded,
            .sessionRefused, .sessionReused,
            .sessionGuessing,
            .identityResolved, .identityRefused, .identitiesForgotten,
            .connectionUnmatched, .connectionRefused, .upstreamRevoked, .upstreamRevokeFailed, .recordsLost,
            .providerHeldBack,
            .answerQuarantined, .auditSpan, .auditSealed, .auditBroken, .auditPruned, .tokenServed,
            .sinkFailing, .sinkLost, .sinkRecovered, .alert, .alertUndelivered, .heartbeat,
            .providerRecovered,
            .backupCreated, .auditLogBehind, .storeRestored, .rollbackDetected, .configurationReloaded,
            .integrityFailure,
            .subjectRevoked, .subjectDisabled, .subjectEnabled,
            .masterKeyPrepared, .masterKeyActivated,
            .recordKeysRewrapped, .masterKeysVerified, .masterKeyDestroyed, .sealed, .unsealed, .resealed, .started,
            .stopped:
            break
        }
    }

    private mutating func stored(_ id: GrantID, _ generation: Generation) {
        require(!ended.contains(id), "an id was used again")
        switch state {
        case .none: require(generation == .first, "a new grant began with \(generation)")
        case .active(let known, let last), .reauthRequired(let known, let last):
            require(known == id && generation == last.next, "a put went from \(last) to \(generation)")
        }
        state = .active(id, generation)
    }

    /// A generation advances by one where the refresh token was replaced, else it stays.
    private mutating func minted(_ id: GrantID, _ generation: Generation) {
        guard case .active(id, let last) = state else {
            faults.append("minted \(generation) in \(state)")
            return
        }
        require(generation == last || generation == last.next, "a refresh went from \(last) to \(generation)")
        state = .active(id, generation)
    }

    private func isCurrent(_ id: GrantID, _ generation: Generation) -> Bool {
        state == .active(id, generation) || state == .reauthRequired(id, generation)
    }

    private func isHere(_ id: GrantID) -> Bool {
        switch state {
        case .none: false
        case .active(let known, _), .reauthRequired(let known, _): known == id
        }
    }

    private mutating func require(_ condition: Bool, _ fault: String) {
        if !condition { faults.append(fault) }
    }
}

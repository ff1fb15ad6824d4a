package import VaultCore

/// Notes with what is recorded beside the changes of the store how far that had come by then, at least, so that the audit log can
/// tell an older copy of the store. What a change tells comes from the store itself, with the commit that it was.
package struct StoreMarkingAudit: AuditTrail {
    private let trail: any AuditTrail
    private let store: any SequencedStore

    package init(_ trail: any AuditTrail, store: any SequencedStore) {
        self.trail = trail
        self.store = store
    }

    package func record(_ event: AuditEvent) {
        guard event.kind.mayChangeStore else { return trail.record(event) }
        var event = event
        // Read now: whoever records a change does so after it is durable.
        event.store = store.mark()
        trail.record(event)
    }

    package func render(_ event: AuditEvent) -> [UInt8] { trail.render(event) }

    package func record(_ event: AuditEvent, rendered: [UInt8]) { trail.record(event, rendered: rendered) }

    package func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {
        trail.recordServed(caller: caller, request: request, object: object)
    }

    package func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] { trail.callerPart(caller, method) }

    package func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] { trail.grantPart(grant, token) }

    package func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { trail.mark(of: secret) }

    package func sessionPart(_ session: Session) -> [UInt8] { trail.sessionPart(session) }

    @discardableResult
    package func flush() throws(AuditFailure) -> Bool { try trail.flush() }

    package func writeOut() throws(AuditFailure) { try trail.writeOut() }
}

extension AuditEvent.Kind {
    fileprivate var mayChangeStore: Bool {
        switch self {
        case .decision, .connectionUnmatched, .connectionRefused, .refreshFailed, .delegationRefused, .sessionRefused,
            .sessionGuessing,
            .identityRefused, .recordsLost, .providerHeldBack, .providerRecovered, .answerQuarantined,
            .auditSpan, .auditSealed, .auditBroken, .auditPruned, .tokenServed, .auditLogBehind,
            .sinkFailing, .sinkLost, .sinkRecovered, .alert, .alertUndelivered, .heartbeat:
            false
        // Told with the change.
        case .grantStored, .grantRevoked, .grantReaped, .tokenMinted, .reauthRequired, .stepUpRequired,
            .refreshTokenExpiring, .tokenRejected, .delegationCreated, .delegationRedeemed, .delegationRevoked,
            .sessionCreated, .sessionRenewed, .sessionEnded, .identitiesForgotten, .intentResolved,
            .subjectRevoked, .subjectDisabled, .subjectEnabled, .masterKeyPrepared, .masterKeyActivated,
            .masterKeyDestroyed:
            false
        case .issuanceCapExceeded, .upstreamRevoked, .upstreamRevokeFailed, .sessionReused, .identityResolved,
            .integrityFailure, .backupCreated, .rollbackDetected, .storeRestored, .recordKeysRewrapped,
            .masterKeysVerified, .configurationReloaded, .sealed, .unsealed, .resealed, .started, .stopped:
            true
        }
    }
}

import VaultCore

/// Which class of the Open Cybersecurity Schema Framework a kind of record belongs to.
enum OCSFClass: Int, CaseIterable {
    case detectionFinding = 2004
    case accountChange = 3001
    case authentication = 3002
    case authorizeSession = 3003
    case entityManagement = 3004
    case applicationLifecycle = 6002
    case apiActivity = 6003

    init(_ kind: AuditEvent.Kind) {
        switch kind {
        case .answerQuarantined, .sessionReused, .sessionGuessing, .integrityFailure, .auditBroken, .auditLogBehind,
            .rollbackDetected, .issuanceCapExceeded, .alert:
            self = .detectionFinding
        case .subjectRevoked, .subjectDisabled, .subjectEnabled, .identityResolved, .identityRefused,
            .identitiesForgotten:
            self = .accountChange
        case .sessionCreated, .sessionRenewed, .sessionEnded, .sessionRefused: self = .authentication
        case .delegationCreated: self = .authorizeSession
        case .grantStored, .grantRevoked, .grantReaped, .reauthRequired, .refreshTokenExpiring, .intentResolved,
            .delegationRevoked, .masterKeyPrepared, .masterKeyActivated, .masterKeyDestroyed, .masterKeysVerified,
            .recordKeysRewrapped, .backupCreated, .storeRestored:
            self = .entityManagement
        case .started, .stopped, .sealed, .unsealed, .resealed, .configurationReloaded, .recordsLost, .auditSpan,
            .auditSealed, .auditPruned, .providerHeldBack, .providerRecovered, .sinkFailing, .sinkLost, .sinkRecovered,
            .alertUndelivered, .heartbeat:
            self = .applicationLifecycle
        case .decision, .connectionUnmatched, .connectionRefused, .tokenMinted, .refreshFailed, .stepUpRequired,
            .tokenServed,
            .tokenRejected, .delegationRedeemed, .delegationRefused, .upstreamRevoked, .upstreamRevokeFailed:
            self = .apiActivity
        }
    }

    var category: Int { rawValue / 1_000 }

    /// What was done, by the numbers of the class; 99 is what it has no number for.
    func activity(of kind: AuditEvent.Kind, _ method: String?) -> Int {
        switch (self, kind) {
        case (.detectionFinding, _): 1
        case (.accountChange, .subjectEnabled): 2
        case (.accountChange, .subjectDisabled): 5
        case (.authentication, .sessionCreated), (.authentication, .sessionRefused): 1
        case (.authentication, .sessionEnded): 2
        case (.authorizeSession, _): 1
        case (.entityManagement, .grantStored), (.entityManagement, .masterKeyPrepared),
            (.entityManagement, .backupCreated):
            1
        case (.entityManagement, .masterKeysVerified), (.entityManagement, .refreshTokenExpiring): 2
        case (.entityManagement, .grantRevoked), (.entityManagement, .grantReaped),
            (.entityManagement, .masterKeyDestroyed), (.entityManagement, .delegationRevoked):
            4
        case (.entityManagement, _): 3
        case (.applicationLifecycle, .started): 3
        case (.applicationLifecycle, .stopped): 4
        case (.apiActivity, .tokenMinted): 1
        case (.apiActivity, .tokenServed), (.apiActivity, .delegationRedeemed): 2
        case (.apiActivity, .upstreamRevoked), (.apiActivity, .upstreamRevokeFailed): 4
        case (.apiActivity, .decision): Self.activity(of: method)
        default: 99
        }
    }

    /// Create, read, update, delete.
    private static func activity(of method: String?) -> Int {
        switch method?.split(separator: ".").last {
        case "put", "create", "prepare": 1
        case "get", "lookup", "list", "status", "show", "find", "verify", "health", "info", "metrics", "explain",
            "ping",
            "discover", "scopes", "test":
            2
        case "renew", "activate", "rewrap", "change", "enable", "disable", "unlock", "lock", "resolve", "reject": 3
        case "revoke", "revoke_all", "destroy", "reap", "forget": 4
        default: 99
        }
    }
}

extension AuditEvent.Kind {
    /// Whether it tells of something that somebody should look at.
    var isFinding: Bool { OCSFClass(self) == .detectionFinding }
}

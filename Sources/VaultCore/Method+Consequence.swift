extension Method {
    /// What a call does, as far as it matters whether its record can be written.
    package enum Consequence: String, CaseIterable, Sendable {
        /// It tells how the daemon is.
        case status
        /// It only takes away.
        case ending
        /// It tells what there is, and hands out nothing that is good for anything.
        case reading
        /// It hands out, lets in or changes.
        case giving
    }

    package var consequence: Consequence {
        switch self {
        case .systemPing, .systemHealth, .systemInfo, .systemMetrics, .rpcDiscover, .auditStatus, .auditVerify,
            .sealStatus, .systemDiagnose:
            .status
        case .grantRevoke, .delegationRevoke, .sessionRevoke, .sessionRevokeAll, .subjectRevoke, .subjectDisable,
            .sealLock:
            .ending
        case .grantLookup, .grantList, .delegationList, .sessionList, .providerList, .keyStatus, .policyExplain,
            .clientList, .subjectShow, .reportScopes, .auditFind:
            .reading
        case .grantPut, .grantReap, .tokenGet, .tokenReject, .delegationCreate, .sessionCreate, .sessionLookup,
            .sessionRenew, .keyPrepare, .keyActivate, .keyRewrap, .keyVerify, .keyDestroy, .providerTest,
            .backupCreate, .sealUnlock, .sealChange, .subjectEnable, .identityResolve, .identityForget:
            .giving
        }
    }
}

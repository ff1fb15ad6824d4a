/// Every method of the protocol that a policy can name; the raw value is the name on the wire.
package enum Method: String, CaseIterable, Sendable {
    case grantPut = "grant.put"
    case grantLookup = "grant.lookup"
    case grantList = "grant.list"
    case grantRevoke = "grant.revoke"
    case grantReap = "grant.reap"
    case tokenGet = "token.get"
    case tokenReject = "token.reject"
    case delegationCreate = "delegation.create"
    case delegationList = "delegation.list"
    case delegationRevoke = "delegation.revoke"
    case sessionCreate = "session.create"
    case sessionLookup = "session.lookup"
    case sessionRenew = "session.renew"
    case sessionRevoke = "session.revoke"
    case sessionRevokeAll = "session.revoke_all"
    case sessionList = "session.list"
    case keyStatus = "key.status"
    case keyPrepare = "key.prepare"
    case keyActivate = "key.activate"
    case keyRewrap = "key.rewrap"
    case keyVerify = "key.verify"
    case keyDestroy = "key.destroy"
    case providerList = "provider.list"
    case providerTest = "provider.test"
    case backupCreate = "backup.create"
    case sealStatus = "seal.status"
    case sealUnlock = "seal.unlock"
    case sealLock = "seal.lock"
    case sealChange = "seal.change"
    case policyExplain = "policy.explain"
    case systemPing = "system.ping"
    case systemHealth = "system.health"
    case systemInfo = "system.info"
    case rpcDiscover = "rpc.discover"
    case clientList = "client.list"
    case subjectShow = "subject.show"
    case subjectRevoke = "subject.revoke"
    case subjectDisable = "subject.disable"
    case subjectEnable = "subject.enable"
    case reportScopes = "report.scopes"
    case identityResolve = "identity.resolve"
    case identityForget = "identity.forget"
    case systemMetrics = "system.metrics"
    case auditStatus = "audit.status"
    case auditVerify = "audit.verify"
    case auditFind = "audit.find"
    case systemDiagnose = "system.diagnose"

    /// Position in tables that are indexed by method.
    package var index: Int {
        switch self {
        case .grantPut: 0
        case .grantLookup: 1
        case .grantList: 2
        case .grantRevoke: 3
        case .tokenGet: 4
        case .tokenReject: 5
        case .providerList: 6
        case .providerTest: 7
        case .systemPing: 8
        case .systemHealth: 9
        case .systemInfo: 10
        case .rpcDiscover: 11
        case .backupCreate: 12
        case .keyStatus: 13
        case .keyPrepare: 14
        case .keyActivate: 15
        case .keyRewrap: 16
        case .keyVerify: 17
        case .keyDestroy: 18
        case .sealStatus: 19
        case .sealUnlock: 20
        case .sealLock: 21
        case .sealChange: 22
        case .policyExplain: 23
        case .delegationCreate: 24
        case .delegationList: 25
        case .delegationRevoke: 26
        case .sessionCreate: 27
        case .sessionLookup: 28
        case .sessionRenew: 29
        case .sessionRevoke: 30
        case .sessionRevokeAll: 31
        case .sessionList: 32
        case .clientList: 33
        case .subjectShow: 34
        case .subjectRevoke: 35
        case .subjectDisable: 36
        case .subjectEnable: 37
        case .reportScopes: 38
        case .identityResolve: 39
        case .identityForget: 40
        case .grantReap: 41
        case .systemMetrics: 42
        case .auditStatus: 43
        case .auditVerify: 44
        case .auditFind: 45
        case .systemDiagnose: 46
        }
    }

    /// Beyond all positions.
    package static let indexCount = 1 + (allCases.map(\.index).max() ?? 0)

    /// Methods that only the admin socket offers.
    package var isAdminOnly: Bool {
        switch self {
        case .backupCreate, .providerTest, .keyStatus, .keyPrepare, .keyActivate, .keyRewrap, .keyVerify, .keyDestroy,
            .sealStatus, .sealUnlock, .sealLock, .sealChange, .policyExplain, .clientList, .subjectShow,
            .subjectRevoke, .subjectDisable, .subjectEnable,
            .reportScopes, .identityForget, .grantReap, .systemMetrics, .auditStatus, .auditVerify, .auditFind,
            .systemDiagnose:
            true
        case .grantPut, .grantLookup, .grantList, .grantRevoke, .tokenGet, .tokenReject, .delegationCreate,
            .delegationList, .delegationRevoke, .sessionCreate, .sessionLookup, .sessionRenew, .sessionRevoke,
            .sessionRevokeAll, .sessionList, .providerList, .systemPing,
            .systemHealth, .systemInfo, .rpcDiscover, .identityResolve:
            false
        }
    }

    /// Methods whose answer is an access token.
    package var releasesToken: Bool { self == .tokenGet || self == .tokenReject }

    /// Methods that concern one provider's grants, so that the policy is asked with the provider.
    package var needsProvider: Bool {
        switch self {
        case .grantPut, .grantLookup, .grantRevoke, .tokenGet, .tokenReject, .delegationCreate, .delegationRevoke,
            .providerTest, .identityResolve:
            true
        case .sessionCreate, .sessionLookup, .sessionRenew, .sessionRevoke, .sessionRevokeAll, .sessionList,
            .backupCreate, .grantList, .delegationList, .providerList, .keyStatus, .keyPrepare, .keyActivate,
            .keyRewrap, .keyVerify, .keyDestroy, .sealStatus, .sealUnlock, .sealLock, .sealChange, .policyExplain,
            .systemPing, .systemHealth, .systemInfo, .rpcDiscover, .clientList, .subjectShow, .subjectRevoke,
            .subjectDisable, .subjectEnable,
            .reportScopes, .identityForget, .grantReap, .systemMetrics, .auditStatus, .auditVerify, .auditFind,
            .systemDiagnose:
            false
        }
    }

    /// What a sealed vault answers; to everything else it says that it is sealed.
    package var isAnsweredWhenSealed: Bool {
        switch self {
        case .sealStatus, .sealUnlock, .sealLock, .policyExplain, .systemPing, .systemHealth, .systemInfo, .clientList,
            .systemMetrics, .auditStatus, .auditVerify, .auditFind, .systemDiagnose:
            true
        case .grantPut, .grantLookup, .grantList, .grantRevoke, .tokenGet, .tokenReject, .delegationCreate,
            .delegationList, .delegationRevoke, .sessionCreate, .sessionLookup, .sessionRenew, .sessionRevoke,
            .sessionRevokeAll, .sessionList, .providerList, .providerTest, .backupCreate, .keyStatus, .keyPrepare,
            .keyActivate, .keyRewrap, .keyVerify, .keyDestroy,
            .sealChange, .rpcDiscover, .subjectShow, .subjectRevoke, .subjectDisable, .subjectEnable,
            .reportScopes, .identityResolve, .identityForget, .grantReap:
            false
        }
    }
}

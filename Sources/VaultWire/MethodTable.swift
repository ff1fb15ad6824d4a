package import VaultCore

/// The one table of methods; a method that is missing here does not compile.
package enum MethodTable {
    package static let entries = Method.allCases.map(entry)

    package static func entry(_ method: Method) -> MethodEntry {
        switch method {
        case .grantPut: grantPut
        case .grantLookup: grantLookup
        case .grantList: grantList
        case .grantRevoke: grantRevoke
        case .grantReap: grantReap
        case .tokenGet: tokenGet
        case .tokenReject: tokenReject
        case .delegationCreate: delegationCreate
        case .delegationList: delegationList
        case .delegationRevoke: delegationRevoke
        case .sessionCreate: sessionCreate
        case .sessionLookup: sessionLookup
        case .sessionRenew: sessionRenew
        case .sessionRevoke: sessionRevoke
        case .sessionRevokeAll: sessionRevokeAll
        case .sessionList: sessionList
        case .keyStatus: keyStatus
        case .keyPrepare: keyPrepare
        case .keyActivate: keyActivate
        case .keyRewrap: keyRewrap
        case .keyVerify: keyVerify
        case .keyDestroy: keyDestroy
        case .providerList: providerList
        case .providerTest: providerTest
        case .backupCreate: backupCreate
        case .sealStatus: sealStatus
        case .sealUnlock: sealUnlock
        case .sealLock: sealLock
        case .sealChange: sealChange
        case .policyExplain: policyExplain
        case .systemPing: systemPing
        case .systemHealth: systemHealth
        case .systemInfo: systemInfo
        case .rpcDiscover: rpcDiscover
        case .clientList: clientList
        case .subjectShow: subjectShow
        case .subjectRevoke: subjectRevoke
        case .subjectDisable: subjectDisable
        case .subjectEnable: subjectEnable
        case .reportScopes: reportScopes
        case .identityResolve: identityResolve
        case .identityForget: identityForget
        case .systemMetrics: systemMetrics
        case .systemDiagnose: systemDiagnose
        case .auditStatus: auditStatus
        case .auditVerify: auditVerify
        case .auditFind: auditFind
        }
    }
}

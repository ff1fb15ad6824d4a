package import VaultCore
package import VaultJSON

extension Request {
    /// Checks the parameters of a call of `method`; members that it does not know are passed over.
    ///
    /// - Throws: `InvalidValue` with the member's name. Never holds a value.
    package init(_ method: Method, _ value: JSONValue?) throws(InvalidValue) {
        let params = try Params(value)
        switch method {
        case .grantPut: self = .grantPut(try GrantPut(params))
        case .grantLookup: self = .grantLookup(try params.selector())
        case .grantList: self = .grantList(try GrantFilter(params))
        case .grantRevoke:
            let wait = try params.integer("wait_ms", in: 0...WireLimits.revocationWaitMilliseconds)
            self = .grantRevoke(try params.selector(), waitMilliseconds: wait ?? 0)
        case .grantReap: self = .grantReap(try ReapOrder(params))
        case .tokenGet:
            self =
                try params.isRedemption ? .tokenRedeem(TokenRedemption(params)) : .tokenGet(TokenRequest(params))
        case .tokenReject: self = .tokenReject(try TokenRejection(params))
        case .delegationCreate: self = .delegationCreate(try NewDelegation(params))
        case .delegationList: self = .delegationList(try DelegationFilter(params))
        case .delegationRevoke: self = .delegationRevoke(try DelegationSelector(params))
        case .sessionCreate: self = try .sessionCreate(params)
        case .sessionLookup: self = .sessionLookup(try params.sessionHandle("session").required("session"))
        case .sessionRenew: self = .sessionRenew(try SessionRenewal(params))
        case .sessionRevoke: self = .sessionRevoke(try SessionSelector(params))
        case .sessionRevokeAll: self = .sessionRevokeAll(try SessionSweep(params))
        case .sessionList: self = .sessionList(try SessionFilter(params))
        case .keyStatus: self = .keyStatus
        case .keyPrepare: self = .keyPrepare
        case .keyActivate: self = .keyActivate(try params.masterKey())
        case .keyRewrap: self = .keyRewrap
        case .keyVerify: self = .keyVerify
        case .keyDestroy: self = .keyDestroy(try params.masterKey().required("version"))
        case .providerList: self = .providerList
        case .providerTest: self = .providerTest(try params.provider().required("provider"))
        case .backupCreate: self = .backupCreate(try params.path("file").required("file"))
        case .sealStatus: self = .sealStatus
        case .sealUnlock: self = .sealUnlock(try params.passphrase())
        case .sealLock: self = .sealLock(now: try params.bool("now") ?? false)
        case .sealChange: self = .sealChange(try params.passphrase())
        case .policyExplain: self = .policyExplain(try PolicyQuestion(params))
        case .systemPing: self = .systemPing
        case .systemHealth: self = .systemHealth
        case .systemInfo: self = .systemInfo
        case .rpcDiscover: self = .rpcDiscover
        case .systemMetrics: self = .systemMetrics
        case .systemDiagnose: self = .systemDiagnose
        case .clientList:
            let limit = try params.integer("limit", in: 1...Int64(ConnectedClients.mostListed))
            self = .clientList(ConnectedFilter(client: try params.client(), limit: limit.map { Int($0) } ?? 1_000))
        case .subjectShow: self = .subjectShow(try params.subject().required("subject"))
        case .subjectRevoke: self = .subjectRevoke(try params.subject().required("subject"))
        case .subjectDisable: self = .subjectDisable(try params.subject().required("subject"))
        case .subjectEnable: self = .subjectEnable(try params.subject().required("subject"))
        case .reportScopes: self = .reportScopes(try ScopeQuestion(params))
        case .identityResolve: self = .identityResolve(try IdentityRequest(params))
        case .auditStatus: self = .auditStatus
        case .auditVerify: self = .auditVerify
        case .auditFind: self = .auditFind(try AuditQuestion(params), token: try params.sessionHandle("token"))
        case .identityForget:
            self = .identityForget(
                IdentityOblivion(
                    subject: try params.subject().required("subject"), provider: try params.provider()))
        }
    }
}

extension GrantPut {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            key: GrantKey(
                subject: try params.subject().required("subject"),
                provider: try params.provider().required("provider"),
                account: try params.account() ?? .unknown),
            scopes: try params.scopes() ?? .empty,
            refreshToken: try params.secret("refresh_token").required("refresh_token"),
            refreshTokenExpiresAt: try params.time("refresh_token_expires_at"),
            accessToken: try params.secret("access_token"),
            accessTokenExpiresAt: try params.time("access_token_expires_at"),
            labels: try params.labels(),
            pin: try params.pin(),
            authentication: try params.authentication(), proofKey: try params.proofKey(),
            onlyIfAbsent: try params.bool("if_absent") ?? false)
        guard (accessToken == nil) == (accessTokenExpiresAt == nil) else {
            throw InvalidValue(
                field: accessToken == nil ? "access_token" : "access_token_expires_at",
                problem: "is missing: access_token and access_token_expires_at go together")
        }
    }
}

extension ReapOrder {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            olderThanSeconds: try params.integer("older_than_seconds", in: 0...Limits.forecastSeconds)
                .required("older_than_seconds"),
            provider: try params.provider(), isDryRun: try params.bool("dry_run") ?? false,
            after: try params.grantPlace("cursor"),
            limit: Int(try params.integer("limit", in: 1...Int64(Limits.pageSize)) ?? 100))
    }
}

extension TokenRequest {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            selector: try params.selector(),
            scopes: try params.scopes(),
            minimumLifeSeconds: try params.integer("min_ttl_seconds", in: 0...WireLimits.minimumLifeSeconds),
            forceRefresh: try params.bool("force_refresh") ?? false, session: try params.sessionHandle("session"),
            proof: try params.proofTarget())
    }
}

extension TokenRejection {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            selector: try params.selector(), scopes: try params.scopes(),
            accessToken: try params.secret("access_token").required("access_token"), claims: try params.claims(),
            session: try params.sessionHandle("session"))
    }
}

extension GrantFilter {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            subject: try params.subject(),
            providers: try params.provider().map { [$0] },
            isActive: try Self.isActive(params),
            label: try params.label(),
            expiringWithinSeconds: try params.integer("expiring_within_seconds", in: 1...Limits.forecastSeconds),
            after: try params.grantPlace("cursor"),
            limit: Int(try params.integer("limit", in: 1...Int64(Limits.pageSize)) ?? 100))
    }

    private static func isActive(_ params: Params) throws(InvalidValue) -> Bool? {
        switch try params.text("status") {
        case nil: nil
        case "active": true
        case "reauth_required": false
        case .some: throw InvalidValue(field: "status", problem: "must be active or reauth_required")
        }
    }
}

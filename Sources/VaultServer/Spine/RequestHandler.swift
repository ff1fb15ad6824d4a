package import VaultCore
package import VaultService
package import VaultWire

/// The spine: request → permit → service → answer. Each method has a file of its own under Methods/.
package struct RequestHandler: RequestAnswering {
    let grants: GrantService
    let tokens: TokenService
    let delegations: DelegationService
    let sessions: SessionService
    let subjects: SubjectService
    let identities: IdentityService
    let backups: BackupService
    let keys: KeyService
    let provider: any ProviderClient
    let settings: LiveSettings
    let breakers: Breakers
    let audit: any AuditTrail
    let clock: any WallClock
    let admission: Admission
    let health: ServerHealth
    let facts: SystemFacts
    let seal: SealService
    let scopeUses: ScopeUseService
    let archive: any AuditArchive

    package init(
        grants: GrantService, tokens: TokenService, delegations: DelegationService, sessions: SessionService,
        identities: IdentityService, keys: KeyService,
        backups: BackupService, context: ServiceContext,
        admission: Admission, health: ServerHealth, facts: SystemFacts, seal: SealService,
        scopeUses: ScopeUseService, archive: any AuditArchive
    ) {
        self.grants = grants
        self.tokens = tokens
        self.delegations = delegations
        self.sessions = sessions
        subjects = SubjectService(grants: grants, sessions: sessions)
        self.identities = identities
        self.keys = keys
        self.backups = backups
        provider = context.provider
        settings = context.settings
        breakers = context.breakers
        audit = context.audit
        clock = context.clock
        self.admission = admission
        self.health = health
        self.facts = facts
        self.seal = seal
        self.scopeUses = scopeUses
        self.archive = archive
    }

    package func answer(
        _ call: IncomingCall, from caller: Caller, under policy: Policy
    ) async -> Result<Reply, WireError> {
        guard let method = call.method else { return call.request.flatMap { _ in .failure(.methodNotFound) } }
        let gate = Gate(
            policy: policy, caller: caller, method: method, audit: audit,
            meter: admission.meters.meter(of: caller.client),
            clock: clock)
        do throws(VaultError) {
            // Before the parameters are judged: whoever may not call learns nothing about them.
            try gate.mustBeOpen()
            if seal.gate.isClosed, !method.isAnsweredWhenSealed { throw seal.refusal }
            switch call.request {
            case .failure(let error): return .failure(error)
            case .success(let request): return .success(try await perform(request, gate))
            }
        } catch {
            return .failure(WireError(error))
        }
    }

    private func perform(_ request: Request, _ gate: Gate) async throws(VaultError) -> Reply {
        switch request {
        case .grantPut(let put): try await putGrant(put, gate)
        case .grantLookup(let selector): try lookUpGrant(selector, gate)
        case .grantList(let filter): try listGrants(filter, gate)
        case .grantRevoke(let selector, let wait): try await revokeGrant(selector, wait, gate)
        case .grantReap(let order): try await reapGrants(order, gate)
        case .tokenGet(let request): try await getToken(request, gate)
        case .tokenRedeem(let redemption): try await redeemDelegation(redemption, gate)
        case .tokenReject(let rejection): try await rejectToken(rejection, gate)
        case .delegationCreate(let request): try await createDelegation(request, gate)
        case .delegationList(let filter): try listDelegations(filter, gate)
        case .delegationRevoke(let selector): try await revokeDelegation(selector, gate)
        case .sessionCreate(let request): try await createSession(request, gate)
        case .sessionSignIn(let request): try await signIn(request, gate)
        case .sessionLookup(let handle): try await lookUpSession(handle, gate)
        case .sessionRenew(let request): try await renewSession(request, gate)
        case .sessionRevoke(let selector): try await revokeSession(selector, gate)
        case .sessionRevokeAll(let sweep): try await revokeSessions(sweep, gate)
        case .sessionList(let filter): try listSessions(filter, gate)
        case .keyStatus: try await reportKeys(gate)
        case .keyPrepare: try await prepareKey(gate)
        case .keyActivate(let version): try await activateKey(version, gate)
        case .keyRewrap: try await rewrapKeys(gate)
        case .keyVerify: try await verifyKeys(gate)
        case .keyDestroy(let version): try await destroyKey(version, gate)
        case .providerList: try listProviders(gate)
        case .providerTest(let name): try await testProvider(name, gate)
        case .backupCreate(let path): try await createBackup(path, gate)
        case .sealStatus: try await reportSeal(gate)
        case .sealUnlock(let passphrase): try await unlockSeal(passphrase, gate)
        case .sealLock(let now): try await lockSeal(now: now, gate)
        case .sealChange(let passphrase): try await changeSeal(passphrase, gate)
        case .policyExplain(let question): try explainPolicy(question, gate)
        case .systemPing: try ping(gate)
        case .systemHealth: try reportHealth(gate)
        case .systemInfo: try reportInfo(gate)
        case .systemMetrics: try await reportMetrics(gate)
        case .systemDiagnose: try await diagnose(gate)
        case .rpcDiscover: try discover(gate)
        case .clientList(let filter): try await listClients(filter, gate)
        case .subjectShow(let subject): try showSubject(subject, gate)
        case .subjectRevoke(let subject): try await endSubject(subject, disables: false, gate)
        case .subjectDisable(let subject): try await endSubject(subject, disables: true, gate)
        case .subjectEnable(let subject): try await enableSubject(subject, gate)
        case .reportScopes(let question): try await reportScopes(question, gate)
        case .identityResolve(let request): try await resolveIdentity(request, gate)
        case .identityForget(let oblivion): try await forgetIdentities(oblivion, gate)
        case .auditStatus: try reportAudit(gate)
        case .auditVerify: try await verifyAudit(gate)
        case .auditFind(let question, let token): try await findRecords(question, token, gate)
        }
    }
}

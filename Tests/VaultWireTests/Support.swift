import VaultCore
import VaultJSON

@testable import VaultWire

let limits = WireLimits(frameBytes: 64 * 1024)

func incoming(_ text: String) -> IncomingLine {
    Array(text.utf8).withUnsafeBytes { IncomingLine(decoding: $0, limits: limits) }
}

/// The one call of a line; nil if it is a batch or no call at all.
func call(_ text: String) -> IncomingCall? {
    if case .call(let call) = incoming(text) { call } else { nil }
}

/// The parameters of a call of `method` that were accepted.
func request(_ method: Method, _ params: String) throws -> Request {
    try Request(method, JSONDocument(parsing: Array(params.utf8)).root)
}

/// What was wrong with the parameters; nil if nothing was.
func refusal(_ method: Method, _ params: String) throws -> InvalidValue? {
    let document = try JSONDocument(parsing: Array(params.utf8))
    do throws(InvalidValue) {
        _ = try Request(method, document.root)
        return nil
    } catch {
        return error
    }
}

func text(_ secret: Secret?) -> String? {
    secret?.withBytes { String(decoding: $0, as: UTF8.self) }
}

func written(_ reply: Reply, id: CallID = .json(Array("1".utf8))) -> String {
    var writer = JSONWriter()
    reply.write(id: id, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}

func written(_ error: WireError, id: CallID = .json(Array("1".utf8))) -> String {
    var writer = JSONWriter()
    error.write(id: id, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}

/// Values that stand in for stored ones.
enum Sample {
    /// A key with every time that it can have, in a report.
    static let keyReport: KeyReport = {
        var key = StoredMasterKey(
            version: MasterKeyVersion(number: 1), state: .destroyed, wrapped: [], createdAt: Timestamp(seconds: 1))
        (key.activatedAt, key.retiredAt, key.destroyedAt) = (
            Timestamp(seconds: 2), Timestamp(seconds: 3), Timestamp(seconds: 4)
        )
        return KeyReport(
            keys: [MasterKeyStatus(key, records: 0)],
            rewrap: RewrapProgress(isRunning: true, done: 1, left: 2, damaged: 1))
    }()

    /// With every member that it can have.
    static let explanation: PolicyExplanation = {
        guard let client = try? ClientName("catalog"), let scopes = try? ScopeSet(["repo"]) else {
            preconditionFailure("the sample's names are valid")
        }
        return PolicyExplanation(
            reason: .scopeExceeded, rule: RuleName(client: client, number: 1),
            terms: RuleTerms(
                scopes: scopes, givesFullToken: true, maximumLifeSeconds: 900,
                signIn: SignInTerms(acr: ["gold"], amr: ["otp"], maximumAgeSeconds: 60),
                requiredRoles: [(try? [Role("operator")]) ?? []]), scopesBeyond: ["gist"])
    }()

    /// With every member that it can have.
    static let session: Session = {
        guard let id = SessionID(rawValue: 11), let subject = try? Subject("user:default/alice") else {
            preconditionFailure("literals keep their rules")
        }
        return Session(
            id: id, subject: subject, kind: SessionClass.browser.name, createdAt: Timestamp(seconds: 1),
            expiresAt: Timestamp(seconds: 28_801), idleSeconds: 1800, lastSeenAt: Timestamp(seconds: 5))
    }()

    static let sessionDetails: SessionDetails = {
        guard let authentication = try? Authentication(acr: "urn:loa:2", amr: ["pwd", "otp"], seconds: 1) else {
            preconditionFailure("literals keep their rules")
        }
        return SessionDetails(
            authentication: authentication, roles: (try? [Role("operator")]) ?? [], userAgent: "Firefox",
            address: "192.0.2.7")
    }()

    static func identity() throws -> ResolvedIdentity {
        ResolvedIdentity(
            provider: try ProviderName("github"), account: try Account("s"), subject: try Subject("user:default/alice"),
            roles: [try Role("operator")], rule: IdentityRuleName(number: 1), linking: .first)
    }

    static let openedSession = OpenedSession(
        session: session, details: sessionDetails, handle: Secret(copyingTextOf: "vse_canary"),
        cookie: Secret(copyingTextOf: "__Host-id=vse_canary; Path=/"), evicted: [session.id])

    static let renewedSession = OpenedSession(
        session: session, details: sessionDetails, handle: Secret(copyingTextOf: "vse_canary"), cookie: nil)

    static let foundSession = FoundSession(
        session: session, details: sessionDetails,
        content: SessionContent(
            claims: Secret(copyingTextOf: #"{"email":"a@example.org"}"#), payload: Secret(copyingTextOf: "p\"1")),
        grants: [], isRenewalDue: true)

    static let createdDelegation: CreatedDelegation = {
        guard let id = DelegationID(rawValue: 9), let grant = try? grant(), let name = try? ClientName("catalog"),
            let purpose = try? Purpose("import")
        else { preconditionFailure("the sample's names are valid") }
        let delegation = Delegation(
            id: id, grant: grant.id, key: grant.key, creator: name, client: name, scopes: grant.scopes,
            givesFullToken: true, createdAt: Timestamp(seconds: 1), expiresAt: Timestamp(seconds: 2), maximumUses: 3,
            purpose: purpose, uses: 1, lastUsedAt: Timestamp(seconds: 1))
        return CreatedDelegation(delegation: delegation, handle: Secret(copyingTextOf: "vdl_x"))
    }()

    static let delegations = DelegationPage(
        delegations: [createdDelegation.delegation], next: createdDelegation.delegation.id)

    /// One process with every member that it can have, and one that matched no client.
    static func connected() throws -> ConnectedClients {
        let client = try ClientName("catalog")
        let program = PeerProgram(known: [.executable, .unit], executable: "/opt/x", unit: "x.service")
        return ConnectedClients(
            clients: [
                ConnectedClient(
                    client: nil, match: nil, socket: .workload, peer: PeerIdentity(uid: 9, gid: 8, pid: 7),
                    since: Timestamp(seconds: 6), calls: 0, inFlight: 0),
                ConnectedClient(
                    client: client, match: SelectorName(client: client, number: 1), socket: .admin,
                    peer: PeerIdentity(uid: 1, gid: 2, pid: 3, program: program), since: Timestamp(seconds: 4),
                    connections: 5, calls: 6, inFlight: 7),
            ], leftOut: 8)
    }

    static func subjectFacts() throws -> SubjectFacts {
        SubjectFacts(
            subject: try grant().subject, disabledAt: Timestamp(seconds: 4), grants: 1, sessions: 2, delegations: 3,
            pendingRevocations: 5)
    }

    static func subjectReceipt() throws -> SubjectReceipt {
        SubjectReceipt(
            subject: try grant().subject, isDisabled: true, sessions: 2, delegations: 3,
            grants: [.init(of: try grant(), .revoked), .init(of: try grant(), .notSupported)])
    }

    /// One client at one provider and one rule, with every member that they can have.
    static func scopeReport() throws -> ScopeReport {
        let (client, provider) = (try ClientName("catalog"), try ProviderName("github"))
        let rule = ClientRule(
            methods: [.tokenGet], providers: .all, terms: RuleTerms(scopes: try ScopeSet(["repo", "gist"])))
        let key = { ScopeUseKey(client: client, provider: provider, kind: $0, scope: $1) }
        var counts: ScopeCounts = [
            key(.named, ""): 3, key(.broader, ""): 2, key(.used, "repo"): 3, key(.carried, "repo"): 3,
        ]
        for number in 0...ScopeReport.mostScopes { counts[key(.carried, "s\(number)")] = 1 }
        return ScopeReport(
            ScopeQuestion(days: 7), ScopeUses(recordedSince: Timestamp(seconds: 60), counts: counts),
            under: Policy(
                clients: [ClientSettings(name: client, selectors: [], rules: [rule])], providers: ProviderRegistry()),
            [try Self.provider(.none)], now: Timestamp(seconds: 90))
    }

    static let id = GrantID(rawValue: 7)

    /// In the order of deaths.
    static func place() throws -> GrantPlace {
        guard let id else { throw InvalidValue(field: "sample", problem: "is not an id") }
        return GrantPlace(id: id, diesAt: Timestamp(milliseconds: 12))
    }

    static func grant() throws -> Grant {
        guard let id else { throw InvalidValue(field: "sample", problem: "is not an id") }
        return Grant(
            id: id, subject: try Subject("user:default/alice"), provider: try ProviderName("github"),
            account: try Account("4711"), scopes: try ScopeSet(["repo", "gist"]), generation: Generation(number: 3),
            labels: [try Label(name: "team", value: "w\"eb")], pin: SubjectPin(sub: "s", tenant: "t"),
            authentication: try Authentication(acr: "urn:c", amr: ["pwd", "otp"], seconds: 90),
            createdAt: Timestamp(seconds: 100), updatedAt: Timestamp(seconds: 200), mintedAt: Timestamp(seconds: 300),
            lastUsedAt: Timestamp(seconds: 400), refreshTokenExpiresAt: Timestamp(seconds: 500))
    }

    static func token() throws -> IssuedToken {
        let grant = try grant()
        return IssuedToken(
            grant: grant.id, generation: grant.generation, accessToken: Secret(copyingTextOf: "a/\"\\b"),
            scopes: grant.scopes, expiresAt: Timestamp(seconds: 1_000))
    }

    static func provider(_ rotation: RotationRule) throws -> ProviderSettings {
        ProviderSettings(
            name: try ProviderName("github"), issuer: "https://github.example", clientID: "client-id-1",
            clientSecrets: [.file(path: "/secret/path")], rotation: rotation)
    }
}

/// The audit log.
extension Sample {
    static let auditStanding = AuditStanding(
        log: AuditNumber(bits: 1), publicKey: Array(repeating: 7, count: 32), publicKeyPEM: "PEM", sequence: 12,
        sealed: 10, files: 2, bytes: 4096, waitingBytes: 0, isFailing: true)

    static var auditReport: AuditReport {
        var report = AuditReport()
        report.records = 1...12
        report.sealed = 10
        report.unsealed = 11...12
        report.tornBytes = 3
        report.unnumberedFiles = ["/audit.jsonl.0"]
        report.flaw = AuditFlaw(kind: .missing(upTo: 9), sequence: 8, file: "/audit.jsonl", line: 4)
        return report
    }

    static var auditFinding: AuditFinding {
        var finding = AuditFinding()
        finding.records = [Array(#"{"seq":1,"kind":"started"}"#.utf8)]
        finding.reached = 1
        finding.isCut = true
        return finding
    }
}

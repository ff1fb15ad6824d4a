import Testing
import VaultCore
import VaultJSON
import VaultWire

@testable import VaultClient

/// What the client sends is what the daemon's own decoder takes, and what the daemon's own encoder writes is what it reads.
struct WireAgreementTests {
    private static let limits = WireLimits(frameBytes: 64 * 1024)

    /// A daemon that reads with the real decoder and answers with a real reply.
    static func vault(_ answer: @escaping @Sendable (Request) -> Result<Reply, VaultError>) throws
        -> ScriptedVault
    {
        try ScriptedVault { connection, call in
            let line = Array(call.line.utf8).withUnsafeBytes { IncomingLine(decoding: $0, limits: limits) }
            guard case .call(let incoming) = line else { return connection.close() }
            var writer = JSONWriter()
            switch incoming.request.map(answer) {
            case .success(.success(let reply)): reply.write(id: incoming.id, to: &writer)
            case .success(.failure(let error)): WireError(error).write(id: incoming.id, to: &writer)
            case .failure(let error): error.write(id: incoming.id, to: &writer)
            }
            writer.newline()
            connection.send(writer.bytes)
        }
    }

    static let grant: Result<Grant, InvalidValue> = Result { () throws(InvalidValue) in
        Grant(
            id: try GrantID(rawValue: 7).required(), subject: try Subject("user:default/alice"),
            provider: try ProviderName("github"), account: try Account("42"), scopes: try ScopeSet(["b", "a"]),
            status: .reauthRequired(.lostRotation), generation: Generation(number: 3),
            labels: [try Label(name: "n", value: "v")], pin: SubjectPin(sub: "s", tenant: "t"),
            authentication: try Authentication(acr: "urn:c", amr: ["pwd", "otp"], seconds: 4),
            createdAt: Timestamp(seconds: 1), updatedAt: Timestamp(seconds: 2), mintedAt: Timestamp(seconds: 3),
            lastUsedAt: nil, refreshTokenExpiresAt: Timestamp(seconds: 5),
            death: GrantDeath(at: Timestamp(seconds: 6), reason: .idleLife))
    }

    @Test func `everything that a grant is put with arrives, and the whole record comes back`() async throws {
        let grant = try Self.grant.get()
        let vault = try Self.vault { request in
            guard case .grantPut(let put) = request, put.key == grant.key, put.labels == grant.labels,
                put.pin == grant.pin, put.authentication == grant.authentication,
                put.scopes == grant.scopes, put.refreshTokenExpiresAt == grant.refreshTokenExpiresAt,
                put.accessTokenExpiresAt == Timestamp(seconds: 9),
                put.refreshToken.equals(Secret(copyingTextOf: "r\"1")), put.accessToken?.count == 2
            else { return .failure(.conflict(reason: "not what was sent")) }
            return .success(.grantStored(grant, [.issuanceCapExceeded]))
        }
        var new = NewGrant(
            subject: "user:default/alice", provider: "github", account: "42", refreshToken: SecretText("r\"1"))
        new.scopes = ["a", "b"]
        new.labels = ["n": "v"]
        (new.pinnedSubject, new.pinnedTenant) = ("s", "t")
        (new.acr, new.amr, new.authTime) = ("urn:c", ["pwd", "otp"], 4)
        new.dpopKey = SecretText("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        (new.accessToken, new.accessTokenExpiresAt, new.refreshTokenExpiresAt) = (SecretText("a1"), 9, 5)
        let record = try await vault.client().putGrant(new)
        #expect(
            record
                == GrantRecord(
                    handle: grant.id.handle, subject: "user:default/alice", provider: "github", account: "42",
                    status: .reauthRequired(reason: "lost_rotation"), generation: 3, scopes: ["a", "b"],
                    labels: ["n": "v"],
                    pinnedSubject: "s", pinnedTenant: "t", acr: "urn:c", amr: ["pwd", "otp"], authTime: 4, createdAt: 1,
                    updatedAt: 2, mintedAt: 3, lastUsedAt: nil,
                    refreshTokenExpiresAt: 5, diesAt: 6, diesOf: "idle_life", warnings: ["issuance_cap_exceeded"],
                    isPresent: false
                ))
    }

    @Test func `a token is asked for and replaced`() async throws {
        let grant = try Self.grant.get()
        let vault = try Self.vault { request in
            let token: String
            switch request {
            case .tokenGet(let get):
                guard get.selector == .subject(grant.subject, grant.provider, nil), get.minimumLifeSeconds == 60,
                    get.forceRefresh,
                    get.scopes?.scopes == ["a"]
                else { return .failure(.sealed) }
                token = "first"
            case .tokenReject(let rejection):
                guard rejection.selector == .id(grant.id), rejection.accessToken.equals(Secret(copyingTextOf: "first"))
                else {
                    return .failure(.sealed)
                }
                token = "second"
            default: return .failure(.sealed)
            }
            let issued = IssuedToken(
                grant: grant.id, generation: grant.generation, accessToken: Secret(copyingTextOf: token),
                scopes: grant.scopes,
                expiresAt: Timestamp(seconds: 100))
            return .success(.token(issued, now: Timestamp(seconds: 40)))
        }
        let client = try vault.client()
        let first = try await client.token(
            for: .subject("user:default/alice", provider: "github"), scopes: ["a"], minimumLifeSeconds: 60,
            forceRefresh: true)
        #expect(first.secret.unprotectedString() == "first" && first.expiresIn == 60 && first.expiresAt == 100)
        #expect(first.scopes == ["a", "b"] && first.generation == 3 && first.grant == grant.id.handle)
        #expect(try await client.replacement(for: first).secret.withBytes { Array($0) } == Array("second".utf8))
    }

    @Test func `grants are listed with every filter, and the cursor goes back`() async throws {
        let grant = try Self.grant.get()
        let vault = try Self.vault { request in
            guard case .grantList(let filter) = request else { return .failure(.sealed) }
            guard filter.after == nil else { return .success(.grants(GrantPage(grants: [], next: nil))) }
            guard filter.subject == grant.subject, filter.providers == [grant.provider], filter.isActive == false,
                filter.label == grant.labels[0], filter.limit == 5, filter.expiringWithinSeconds == 6
            else { return .failure(.sealed) }
            return .success(.grants(GrantPage(grants: [grant, grant], next: GrantPlace(id: grant.id))))
        }
        var query = GrantQuery()
        (query.subject, query.provider, query.isActive) = ("user:default/alice", "github", false)
        (query.label, query.limit, query.expiringWithinSeconds) = (("n", "v"), 5, 6)
        let client = try vault.client()
        let page = try await client.listGrants(query)
        #expect(page.grants.count == 2 && page.nextCursor == grant.id.handle)
        query.cursor = page.nextCursor
        #expect(try await client.listGrants(query) == GrantRecordPage(grants: [], nextCursor: nil))
    }

    @Test func `revoking, looking up and the system's methods read what the daemon writes`() async throws {
        let grant = try Self.grant.get()
        let vault = try Self.vault { request in
            switch request {
            case .grantRevoke:
                .success(.revoked(grant.id, RevocationReceipt(revokedLocally: true, upstream: .notSupported)))
            case .grantLookup: .success(.grant(grant))
            case .providerList:
                .success(
                    .providers([
                        ListedProvider(
                            ProviderSettings(name: grant.provider, clientID: "c", rotation: .rotates),
                            .open(.unavailable(.noAnswer), retryAfterMilliseconds: 7))
                    ]))
            case .providerTest(let name):
                .success(
                    .probe(
                        name,
                        ProviderProbe(reachable: false, tokenEndpoint: nil, revocationEndpoint: nil, problems: ["p"])))
            case .backupCreate(let path):
                .success(
                    .backup(
                        BackupReport(
                            path: path, createdAt: Timestamp(seconds: 6), storeID: "00ff",
                            masterKeys: [MasterKeyVersion(number: 3)], grants: 4, pendingRevocations: 5, bytes: 6)))
            case .systemInfo:
                .success(
                    .info(
                        SystemInfo(
                            version: "0.1", pid: 5, startedAt: Timestamp(seconds: 6), uptimeSeconds: 7, connections: 8,
                            inFlight: 9, providers: 10)))
            case .systemPing: .success(.pong)
            case .systemMetrics: .success(.metrics("a 1\nb{c=\"d\"} 2\n"))
            case .rpcDiscover: .success(.discovery)
            default: .failure(.sealed)
            }
        }
        let client = try vault.client()
        #expect(
            try await client.createBackup("/b")
                == BackupSummary(
                    file: "/b", createdAt: 6, store: "00ff", masterKeys: [3], grants: 4, pendingRevocations: 5, bytes: 6
                ))
        #expect(try await client.revokeGrant(.handle(grant.id.handle)).upstream == "not_supported")
        #expect(try await client.grant(.subject("s", provider: "p", account: "a")).handle == grant.id.handle)
        #expect(
            try await client.providers() == [
                ProviderInfo(
                    name: "github", issuer: nil, rotation: "rotates", narrowing: "lineage", breaker: "open",
                    reason: "no_answer", providerError: nil, retryAfterMilliseconds: 7)
            ])
        #expect(try await client.testProvider("github").problems == ["p"])
        #expect(try await client.info().inFlight == 9)
        #expect(try await client.metrics() == "a 1\nb{c=\"d\"} 2\n")
        #expect(try await client.discover() == OpenRPC.document)
        try await client.ping()
    }

    @Test func `who is connected arrives with all that is known`() async throws {
        let catalog = try ClientName("catalog")
        let peer = PeerIdentity(
            uid: 1, gid: 2, pid: 3, program: PeerProgram(known: [.executable], executable: "/x", unit: "x.service"))
        let vault = try Self.vault { request in
            guard case .clientList(let filter) = request, filter == ConnectedFilter(client: catalog, limit: 7) else {
                return .failure(.sealed)
            }
            let one = ConnectedClient(
                client: catalog, match: SelectorName(client: catalog, number: 1), socket: .workload, peer: peer,
                since: Timestamp(seconds: 4), connections: 5, calls: 6, inFlight: 7)
            return .success(.connected(ConnectedClients(clients: [one], leftOut: 8)))
        }
        let result = try await vault.client().perform(.listClients(client: "catalog", limit: 7))
        let list = try result.connectedClients()
        #expect(list.leftOut == 8)
        #expect(
            list.clients == [
                ConnectedClientRecord(
                    client: "catalog", match: "clients.catalog.match[1]", socket: "workload", uid: 1, gid: 2, pid: 3,
                    executable: "/x", unit: "x.service", since: 4, connections: 5, calls: 6, inFlight: 7)
            ])
    }

    @Test func `an error arrives with all that it carries`() async throws {
        let vault = try Self.vault { _ in
            .failure(.reauthRequired(.subjectMismatch, providerError: ProviderErrorCode("invalid_grant")))
        }
        let client = try vault.client()
        guard case .refused(let error)? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("no refusal")
            return
        }
        #expect(error.kind == .reauthRequired && error.code == -32010 && error.reason == "subject_mismatch")
        #expect(error.providerError == "invalid_grant" && !error.isRetryable)
    }

    @Test func `the sign-in that the policy wants arrives as an authorization request takes it`() async throws {
        let wanted = SignInTerms(acr: ["gold", "silver"], amr: ["otp"], maximumAgeSeconds: 60)
        let vault = try Self.vault { _ in .failure(.signInRequired(wanted, .tooLongAgo)) }
        let client = try vault.client()
        guard case .refused(let error)? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("no refusal")
            return
        }
        #expect(error.kind == .stepUpRequired && error.reason == "signed_in_too_long_ago")
        #expect(error.acrValues == "gold silver" && error.amrValues == ["otp"] && error.maximumAge == 60)
    }

    @Test(arguments: ErrorType.allCases)
    func `every error type of the protocol has a kind`(type: ErrorType) {
        #expect(RemoteError.Kind(word: type.rawValue) != .other(type.rawValue))
    }

    @Test func `any method can be called with any parameters`() async throws {
        let vault = try ScriptedVault { connection, call in connection.reply(to: call, #"{"said":[1,2],"a":"b"}"#) }
        let client = try vault.client()
        let result = try await client.call("x.y", params: Array(#"{"k":{"v":[null,1.5]}}"#.utf8))
        #expect(String(decoding: result, as: UTF8.self) == #"{"said":[1,2],"a":"b"}"#)
        #expect(vault.calls[0].line.hasSuffix(#""method":"x.y","params":{"k":{"v":[null,1.5]}}}"#))
        for wrong in ["[]", "{", "7"] {
            guard
                case .invalidCall? = await failure({ () throws(VaultClientError) in
                    _ = try await client.call("x", params: Array(wrong.utf8))
                })
            else {
                Issue.record("sent: \(wrong)")
                continue
            }
        }
    }

    @Test func `a result that lacks what it must have is a violation, not a crash`() async throws {
        let vault = try ScriptedVault { connection, call in connection.reply(to: call, #"{"access_token":7}"#) }
        let client = try vault.client()
        guard
            case .protocolViolation(let problem)? = await failure({ () throws(VaultClientError) in
                _ = try await client.token(for: .handle("x"))
            })
        else {
            Issue.record("taken")
            return
        }
        #expect(problem.contains("access_token"))
    }

    @Test func `a token cannot be printed by accident`() {
        let token = AccessToken(
            secret: SecretText("gho_canary"), type: "DPoP", proof: SecretText("proof_canary"), grant: "vgr_1",
            generation: 1, scopes: ["a"], expiresAt: 1, expiresIn: 1)
        var dumped = ""
        dump(token, to: &dumped)
        for text in [
            "\(token)", String(reflecting: token), "\(token.secret)", String(reflecting: token.secret), dumped,
        ] {
            #expect(!text.contains("canary"))
        }
    }
}

extension Optional {
    fileprivate func required() throws(InvalidValue) -> Wrapped {
        guard let self else { throw InvalidValue(field: "sample", problem: "is missing") }
        return self
    }
}

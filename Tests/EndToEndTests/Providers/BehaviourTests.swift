import TestHarness
import Testing
import VaultClient
import VaultJSON

/// What real servers were seen to do, shown by the simulator, and what the vault makes of it (Docs/providers.md has the list).
@Suite(.timeLimit(.minutes(5))) struct BehaviourTests {
    private static let selection = GrantSelection.subject("user:default/alice", provider: "sim")

    /// A simulator with these switches, and a vault with a grant of Alice for the scopes a and b.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault
        let client: VaultClient

        init(rotation: String = "rotates", more: String = "", _ switches: [String] = []) async throws {
            sim = try RunningSimulator(switches)
            vault = try await TestVault(sim, rotation: rotation, more: more)
            try await vault.start()
            client = try VaultClient(socketPath: vault.workloadSocket)
            let minted = try await sim.mint(for: "user:default/alice", scopes: ["a", "b"])
            var grant = NewGrant(
                subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken))
            grant.scopes = ["a", "b"]
            _ = try await client.putGrant(grant)
        }

        func token(scopes: [String]? = nil, fresh: Bool = false) async throws -> AccessToken {
            try await client.token(for: BehaviourTests.selection, scopes: scopes, forceRefresh: fresh)
        }

        /// Whether the provider takes this access token.
        func isGood(_ token: AccessToken) async throws -> Bool {
            let authorization = "Bearer " + token.secret.unprotectedString()
            return try await onOwnThread { [sim] in
                let connection = try sim.connect()
                connection.send("GET", "/userinfo", "", authorization: authorization)
                return connection.answer()?.status == 200
            }
        }
    }

    @Test(arguments: [
        ("rotates", "rotate"), ("revokes_family_on_reuse", "family"), ("old_stays_valid", "overlap"),
        ("rotates", "until_used"), ("none", "none"),
    ]) func `eight callers at once send a refresh token once, so no server sees it twice`(
        rotation: String, simulated: String
    ) async throws {
        let world = try await World(rotation: rotation, ["--rotation", simulated])
        // Held until the last of them asks: the others must wait for it, or send one of their own.
        try await world.sim.setFaults(#"{"kind":"latency","latency_ms":300}"#)
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<8 { group.addTask { try await world.token().generation } }
            let generations = try await group.reduce(into: Set()) { $0.insert($1) }
            #expect(generations == [simulated == "none" ? 1 : 2])
        }
        #expect(try await world.sim.requests().count == 1)
        let lineage = try #require(try await world.sim.lineages().first)
        #expect(lineage.fate == "alive" && lineage.oldPresented == 0)
    }

    @Test(arguments: [("per_token", "per_token"), ("lineage", "lineage"), ("lineage", "ignored")])
    func `a lineage is never narrowed, whatever a scope does at the provider`(
        configured: String, simulated: String
    ) async throws {
        let world = try await World(more: "narrowing: '\(configured)',", ["--narrowing", simulated])
        let narrow = try await world.token(scopes: ["a"], fresh: true)
        #expect(narrow.scopes == (configured == "per_token" ? ["a"] : ["a", "b"]))
        #expect(try await world.token(fresh: true).scopes == ["a", "b"])
        let scopes = try await onOwnThread { [sim = world.sim] in
            let lineages = try sim.control("GET", "/sim/lineages")["lineages"]?.elements
            return lineages?.compactMap { $0["scopes"]?.elements?.compactMap(\.string) } ?? []
        }
        #expect(scopes == [["a", "b"]])
    }

    @Test func `where a refresh ends the access token before it, its holder gets the new one without another refresh`()
        async throws
    {
        let world = try await World(["--single-access-token"])
        let held = try await world.token()
        #expect(try await world.isGood(held))
        let other = try await world.token(fresh: true)
        #expect(try await !world.isGood(held))
        let again = try await world.client.replacement(for: held)
        #expect(again.secret.unprotectedString() == other.secret.unprotectedString())
        #expect(try await world.isGood(again))
        #expect(try await world.sim.requests().count == 2)
    }

    /// In turn: without `scope`; `token_type` in lower case; members that nobody knows; in chunks; ended by the connection's end.
    @Test(arguments: [
        #"{"kind":"member","name":"scope"}"#, #"{"kind":"member","name":"token_type","raw":"\"bearer\""}"#,
        #"{"kind":"duplicate","name":"ext_expires_in","raw":"[1,{\"x\":null}]"}"#, #"{"kind":"chunked","bytes":7}"#,
        #"{"kind":"unframed"}"#,
    ])
    func `an answer that is sparse, or dressed otherwise, is understood`(fault: String) async throws {
        let world = try await World()
        try await world.sim.setFaults(fault)
        let token = try await world.token()
        #expect(token.generation == 2)
        #expect(token.scopes == ["a", "b"])
        #expect(try await world.isGood(token))
    }

    @Test
    func `where the token is looked at before the client, a test tells nothing and a live grant is no worse for it`()
        async throws
    {
        let world = try await World(["--token-first"])
        let admin = try VaultClient(socketPath: world.vault.adminSocket)
        let report = try await admin.testProvider("sim")
        #expect(report.credentials == "indistinct" && report.problems.isEmpty)
        #expect(try await world.token().generation == 2)
        try world.vault.folder.write("certainly-another-secret", to: "wrong", mode: 0o400)
        try world.vault.configure(
            providers: """
                sim: { issuer: "\(world.sim.process.baseURL)", client_id: "vault", rotation: "rotates",
                  client_secret: { file: "\(world.vault.folder.file("wrong"))" } },
                """)
        await world.vault.stop()
        try await world.vault.start()
        let error = await #expect(throws: VaultClientError.self) { try await world.token(fresh: true) }
        guard case .refused(let refusal)? = error else {
            Issue.record("it was not refused")
            return
        }
        #expect(refusal.kind == .clientMisconfigured)
        #expect(try await world.client.grant(Self.selection).status == .active)
    }

    @Test func `a bare 400 ends a grant, and so does no other refusal that comes without a word`() async throws {
        let world = try await World()
        for status in [401, 403, 404] {
            try await world.sim.setFaults(#"{"kind":"answer","when":"before","status":\#(status)}"#)
            await #expect(throws: VaultClientError.self) { try await world.token() }
            #expect(try await world.client.grant(Self.selection).status == .active)
            try await world.vault.reload()
        }
        try await world.sim.setFaults(#"{"kind":"answer","when":"before","status":400}"#)
        await #expect(throws: VaultClientError.self) { try await world.token() }
        #expect(
            try await world.client.grant(Self.selection).status == .reauthRequired(reason: "refresh_token_refused"))
    }

    @Test
    func `a single secret that is wrong is sent, and what that costs at the provider is not held against the grant`()
        async throws
    {
        let world = try await World(["--burn-on-wrong-client"])
        _ = try await onOwnThread { [sim = world.sim] in
            try sim.control("POST", "/sim/client", #"{"secret":"another-secret-altogether"}"#)
        }
        await #expect(throws: VaultClientError.self) { try await world.token() }
        #expect(try await world.client.grant(Self.selection).status == .active)
        #expect(try await world.sim.lineages().map(\.fate) == ["burnt"])
    }

    /// Nobody can tell from outside; what the vault had is gone at any rate.
    @Test func `a revocation that is answered with 200 counts as done, whatever the server did`() async throws {
        let world = try await World()
        try await world.sim.setFaults(#"{"kind":"answer","when":"before","endpoint":"revoke","status":200}"#)
        #expect(try await world.client.revokeGrant(Self.selection).upstream == "revoked")
        await #expect(throws: VaultClientError.self) { try await world.token() }
        #expect(try await world.sim.lineages().map(\.fate) == ["alive"])
    }
}

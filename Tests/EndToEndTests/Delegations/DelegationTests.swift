import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Delegations through the built programs: counted by the disk, dead with their grant, for their client alone.
@Suite(.timeLimit(.minutes(5))) struct `Delegations through the built programs` {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")

    /// A vault with one grant of alice's; whoever runs the tests is its client `me`.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault

        init(more: String = "", clients: String = "") async throws {
            sim = try RunningSimulator()
            vault = try await TestVault(sim, more: more)
            if !clients.isEmpty {
                try vault.edit("clients: {", into: "clients: { \(clients)")
                try vault.openWorkloadSocketToEverybody()
            }
            try await vault.start()
            var new = NewGrant(
                subject: "user:default/alice", provider: "sim",
                refreshToken: SecretText(try await sim.mint(for: "alice", scopes: ["a", "b"]).refreshToken))
            new.scopes = ["a", "b"]
            _ = try await client().putGrant(new)
        }

        func client() throws -> VaultClient { try VaultClient(socketPath: vault.workloadSocket) }

        func delegate(uses: Int64?, to client: String = "me", scopes: [String]? = nil) async throws -> IssuedDelegation
        {
            var offer = DelegationOffer(of: alice, to: client, expiresInSeconds: 3600)
            offer.maximumUses = uses
            offer.scopes = scopes
            return try await self.client().createDelegation(offer)
        }
    }

    /// - Returns: whether a token was handed out; everything but `not_found` fails.
    private func redeem(_ client: VaultClient, _ delegation: IssuedDelegation) async throws -> Bool {
        do {
            _ = try await client.token(delegation: delegation.secret)
            return true
        } catch VaultClientError.refused(let error) where error.kind == .notFound {
            return false
        }
    }

    @Test func `of a hundred redemptions at once of one that is good for ten exactly ten get a token`() async throws {
        let world = try await World()
        let delegation = try await world.delegate(uses: 10)
        let clients = try (0..<4).map { _ in try world.client() }
        let given = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 { group.addTask { try await redeem(clients[number % 4], delegation) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(given == 10)
        #expect(try await world.client().listDelegations().delegations.first?.uses == 10)
        #expect(await world.vault.stop() == .exit(0))
        #expect(try await world.vault.damage() == nil)
    }

    @Test func `a restart forgets neither a delegation nor how often it was used`() async throws {
        let world = try await World()
        let delegation = try await world.delegate(uses: 2)
        #expect(try await redeem(world.client(), delegation))
        #expect(await world.vault.kill() == .signal(9))
        try await world.vault.start()
        #expect(try await redeem(world.client(), delegation))
        #expect(try await !redeem(world.client(), delegation))
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `a kill between redemption and answer never gives an extra use`() async throws {
        let world = try await World()
        let delegation = try await world.delegate(uses: 40)
        var given = 0
        for _ in 0..<4 {
            let vault = world.vault
            let client = try world.client()
            given += await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 { group.addTask { (try? await redeem(client, delegation)) ?? false } }
                var seen = 0
                for await isGiven in group where isGiven {
                    seen += 1
                    if seen == 5 { await vault.kill() }
                }
                return seen
            }
            try await vault.start()
        }
        let uses = try #require(try await world.client().listDelegations().delegations.first?.uses)
        #expect(given <= Int(uses))
        #expect(uses <= 40)
        while try await redeem(world.client(), delegation) { given += 1 }
        #expect(given <= 40)
        #expect(try await world.client().listDelegations().delegations.first?.uses == 40)
        #expect(await world.vault.stop() == .exit(0))
        #expect(try await world.vault.damage() == nil)
    }

    @Test func `a delegation is dead with its grant, and no later grant of the same user brings it back`() async throws
    {
        let world = try await World()
        let delegation = try await world.delegate(uses: nil)
        #expect(try await redeem(world.client(), delegation))
        _ = try await world.client().revokeGrant(Self.alice)
        #expect(try await !redeem(world.client(), delegation))
        _ = try await world.client().putGrant(
            NewGrant(
                subject: "user:default/alice", provider: "sim",
                refreshToken: SecretText(try world.sim.mint().refreshToken)))
        #expect(try await !redeem(world.client(), delegation))
        #expect(try await world.client().listDelegations().delegations.isEmpty)
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `fewer scopes are minted as fewer scopes`() async throws {
        let world = try await World(more: "narrowing: \"per_token\",")
        let delegation = try await world.delegate(uses: nil, scopes: ["a"])
        let token = try await world.client().token(delegation: delegation.secret)
        #expect(token.scopes == ["a"])
        #expect(try await world.client().token(for: Self.alice).scopes == ["a", "b"])
        await #expect(throws: VaultClientError.self) {
            try await world.client().token(delegation: delegation.secret, scopes: ["b"])
        }
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `another user redeems what was made for its client, and nothing else`() async throws {
        let world = try await World(
            clients: """
                plugin: { match: [{ uid: 65534 }], allow: [
                  { methods: ['token.get'], providers: ['sim'], subjects: [] }] },
                """)
        let mine = try await world.delegate(uses: nil).secret.unprotectedString()
        let theirs = try await world.delegate(uses: nil, to: "plugin").secret.unprotectedString()
        let replies = try await OtherUser.call(
            world.vault.workloadSocket,
            [
                ("token.get", "{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}"),
                ("token.get", "{\"delegation\":\"\(mine)\"}"),
                ("token.get", "{\"delegation\":\"\(theirs)\"}"),
            ])
        #expect(replies[0]["error"]?["data"]?["type"]?.string == "not_found")
        #expect(replies[1]["error"]?["data"]?["type"]?.string == "not_found")
        #expect(replies[2]["result"]?["access_token"]?.string != nil)
        #expect(await world.vault.stop() == .exit(0))
        let audit = world.vault.auditLines().joined(separator: "\n")
        #expect(audit.contains("delegation_foreign_client"))
        #expect(!audit.contains(mine) && !audit.contains(theirs))
        #expect(world.vault.daemon?.standardError.contains("vdl_") == false)
    }

    @Test func `vaultctl makes one, redeems it from stdin and revokes it`() async throws {
        let world = try await World()
        let made = try await world.vault.vaultctl(
            "delegation", "create", "user:default/alice", "sim", "--client", "me", "--expires-in", "1h", "--quiet")
        #expect(made.ending == .exit(0), "\(made.errors)")
        #expect(made.output.hasPrefix("vdl_"))
        let token = try await world.vault.vaultctl("token", "get", "--delegation-stdin", input: made.output)
        #expect(token.ending == .exit(0) && !token.output.isEmpty, "\(token.errors)")
        let revoked = try await world.vault.vaultctl("delegation", "revoke", "--delegation-stdin", input: made.output)
        #expect(revoked.ending == .exit(0), "\(revoked.errors)")
        let after = try await world.vault.vaultctl("token", "get", "--delegation-stdin", input: made.output)
        #expect(after.ending == .exit(4))
        #expect(!after.errors.contains("vdl_"))
        #expect(await world.vault.stop() == .exit(0))
    }
}

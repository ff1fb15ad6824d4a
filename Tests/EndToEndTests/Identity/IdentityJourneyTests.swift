import Foundation
import TestHarness
import Testing
import VaultClient

/// Identities through the built programs: resolved by rules, roles in a session, tokens for those who have one.
@Suite(.timeLimit(.minutes(5))) struct IdentityJourneyTests {
    private static let identity = """
        identity: {
          rules: [
            { by: "table", providers: ["sim"], claim: "uid", accounts: { "7": "user:default/root" }, roles: ["admin"] },
            { by: "email_local_part", providers: ["sim"], domains: ["example.org"], subject: "user:default/{value}" },
          ],
          groups: [{ providers: ["sim"], group: "platform", roles: ["operator"] }],
        },
        """

    private let sim: RunningSimulator
    private let vault: TestVault

    init() async throws {
        sim = try RunningSimulator()
        vault = try await TestVault(sim)
    }

    private func start(_ extra: String = identity) async throws -> VaultClient {
        let methods =
            #"["grant.put", "identity.resolve", "identity.forget", "session.create", "session.lookup", "system.health", "system.info", "key.status", "key.prepare", "key.activate", "key.rewrap", "key.destroy", "key.verify"]"#
        try vault.configure(
            providers: TestVault.provider("sim", sim, rotation: "rotates"),
            clients: """
                me: { match: [{ uid: \(geteuid()) }], allow: [
                  { providers: "*", methods: ["token.get"], require_role: ["operator"] },
                  { providers: "*", methods: \(methods) } ] },
                """, extra: extra)
        try await vault.start()
        return try VaultClient(socketPath: vault.workloadSocket)
    }

    private static func claims(_ name: String, sub: String, groups: String = #"["platform"]"#) -> String {
        #"{"sub":"\#(sub)","email":"\#(name)@example.org","email_verified":true,"groups":\#(groups)}"#
    }

    private func session(_ client: VaultClient, _ identity: UserIdentity) async throws -> SecretText {
        var new = NewUserSession(subject: identity.subject)
        new.roles = identity.roles
        return try await client.createSession(new).secret
    }

    private func expectDenied(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("it was allowed")
        } catch VaultClientError.refused(let error) {
            #expect(error.kind == .permissionDenied)
        } catch { Issue.record("\(error)") }
    }

    @Test func `from the claims of a sign-in to a token for those with the role`() async throws {
        let client = try await start()
        let alice = try await client.resolveIdentity(provider: "sim", claims: Self.claims("alice", sub: "canary-1"))
        #expect(
            alice.subject == "user:default/alice" && alice.roles == ["operator"] && alice.rule == "identity.rules[1]")
        let bob = try await client.resolveIdentity(
            provider: "sim", claims: Self.claims("bob", sub: "canary-2", groups: "[]"))
        let account = ProviderAccount(provider: "sim", claims: Self.claims("alice", sub: "canary-1"))
        let hers = try await client.createSession(NewUserSession(account: account)).secret
        let his = try await session(client, bob)
        #expect(try await client.session(hers).session.roles == ["operator"])
        #expect(try await client.session(his).session.roles == [])
        for subject in [alice.subject, bob.subject] {
            let minted = try await sim.mint(for: subject)
            _ = try await client.putGrant(
                NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken)))
        }
        let selection = GrantSelection.subject(alice.subject, provider: "sim", account: nil)
        #expect(try await client.token(for: selection, session: hers).secret.count > 0)
        await expectDenied { _ = try await client.token(for: selection) }
        await expectDenied {
            _ = try await client.token(for: .subject(bob.subject, provider: "sim", account: nil), session: his)
        }
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }

    @Test func `a second account is refused over kill and restart, until the first is forgotten`() async throws {
        let client = try await start()
        let first = Self.claims("alice", sub: "canary-1")
        let second = Self.claims("alice", sub: "canary-2")
        _ = try await client.resolveIdentity(provider: "sim", claims: first)
        #expect(await vault.kill() == .signal(9))
        try await vault.start()
        await expectDenied { _ = try await client.resolveIdentity(provider: "sim", claims: second) }
        _ = try await client.resolveIdentity(provider: "sim", claims: first)
        // Another master key opens the same memory.
        _ = try await vaultctl("key", "rotate", "--destroy-old", "--quiet")
        await expectDenied { _ = try await client.resolveIdentity(provider: "sim", claims: second) }
        _ = try await client.resolveIdentity(provider: "sim", claims: first)
        #expect(
            try await vaultctl("identity", "forget", "user:default/alice") == "forgot 1 account of user:default/alice\n"
        )
        _ = try await client.resolveIdentity(provider: "sim", claims: second)
        await expectDenied { _ = try await client.resolveIdentity(provider: "sim", claims: first) }
        #expect(await vault.kill() == .signal(9))
        for file in [vault.storePath, vault.storePath + "-wal", vault.auditPath] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(!bytes.isEmpty)
            for secret in ["canary", "example.org"] { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)") }
        }
        #expect(
            vault.auditLines().contains { $0.contains("identity_subject_taken") && $0.contains("identity.rules[1]") })
    }

    @Test func `new rules hold after a reload, and old ones no more`() async throws {
        let client = try await start()
        _ = try await client.resolveIdentity(provider: "sim", claims: Self.claims("alice", sub: "s-1"))
        try vault.edit(#"domains: ["example.org"]"#, into: #"domains: ["example.net"]"#)
        try await vault.reload()
        await expectDenied {
            _ = try await client.resolveIdentity(provider: "sim", claims: Self.claims("alice", sub: "s-1"))
        }
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `explain says what the daemon says, from a file and from stdin`() async throws {
        let client = try await start()
        let claims = #"{"sub":"s","uid":7}"#
        let said = try await client.resolveIdentity(provider: "sim", claims: claims)
        try vault.folder.write(claims, to: "claims.json")
        let words = ["identity", "explain", "--provider", "sim", "--config", vault.configurationPath, "--claims"]
        let told = try await vaultctl(words + [vault.folder.file("claims.json")])
        #expect(told.hasPrefix("the account is \(said.subject)\n") && told.contains(said.rule))
        let piped = try await Program.run("vaultctl", words + ["-"], input: Array(claims.utf8))
        #expect(piped.ending == .exit(0) && piped.output == told)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a guest comes in only in development mode, which is told loudly`() async throws {
        let guest = #"identity: { rules: [{ by: "guest", providers: "*", subject: "user:default/guest" }] },"#
        try vault.configure(providers: TestVault.provider("sim", sim, rotation: "rotates"), extra: guest)
        let refused = try await Program.run("vaultd", ["check", "--config", vault.configurationPath])
        #expect(refused.ending == .exit(1) && (refused.output + refused.errors).contains("add development: true"))
        let client = try await start(guest + "development: true,")
        let found = try await client.resolveIdentity(provider: "sim", claims: #"{"sub":"anyone"}"#)
        #expect(found.subject == "user:default/guest")
        #expect(vault.daemon?.standardError.contains("DEVELOPMENT MODE") == true)
        #expect(try await vaultctl("status").contains("DEVELOPMENT MODE"))
        #expect(await vault.stop() == .exit(0))
    }

    private func vaultctl(_ words: String...) async throws -> String { try await vaultctl(words) }

    private func vaultctl(_ words: [String]) async throws -> String {
        let (ending, output, errors) = try await Program.run("vaultctl", ["--socket", vault.adminSocket] + words)
        #expect(ending == .exit(0), "\(errors)")
        return output
    }
}

import TestHarness
import Testing
import VaultClient

/// Everything of one user ended by the built programs, at a provider that records what reached it.
@Suite(.timeLimit(.minutes(5))) struct KillSwitchTests {
    private static let alice = "user:default/alice"
    private let sim: RunningSimulator
    private let vault: TestVault
    private let client: VaultClient

    init() async throws {
        sim = try RunningSimulator()
        vault = try await TestVault(sim)
        try await vault.start()
        client = try VaultClient(socketPath: vault.workloadSocket)
    }

    private func grant(_ subject: String = alice, account: String? = nil) async throws -> GrantRecord {
        try await client.putGrant(
            NewGrant(
                subject: subject, provider: "sim", account: account,
                refreshToken: SecretText(try sim.mint().refreshToken)))
    }

    private func open(_ subject: String = alice, grants: [GrantRecord] = [], binds: Bool = false) async throws
        -> IssuedSession
    {
        var new = NewUserSession(subject: subject)
        new.grants = grants.map(\.handle)
        new.bindsGrants = binds
        return try await client.createSession(new)
    }

    private func revocations() async throws -> Int {
        try await sim.requests().filter { $0.endpoint == "revoke" }.count
    }

    @Test func `one command ends sessions, delegations and grants of a user, here and at the provider`() async throws {
        let (mine, second, theirs) = (
            try await grant(), try await grant(account: "second"), try await grant("user:default/bob")
        )
        let session = try await open(grants: [mine])
        let other = try await open("user:default/bob")
        let delegation = try await client.createDelegation(
            DelegationOffer(of: .handle(mine.handle), to: "me", expiresInSeconds: 600))
        for grant in [mine, second, theirs] { _ = try await client.token(for: .handle(grant.handle)) }

        let receipt = try await vaultctl("revoke", "--subject", Self.alice)
        #expect(receipt.contains("1 ended") && receipt.contains("2 ended"))
        #expect(receipt.split(separator: "\n").filter { $0.hasSuffix("  revoked") }.count == 2, "\(receipt)")
        #expect(try await revocations() == 2)
        for grant in [mine, second] {
            await #expect(throws: VaultClientError.self) { _ = try await client.token(for: .handle(grant.handle)) }
        }
        await #expect(throws: VaultClientError.self) { _ = try await client.session(session.secret) }
        await #expect(throws: VaultClientError.self) { _ = try await client.token(delegation: delegation.secret) }
        _ = try await client.token(for: .handle(theirs.handle))
        _ = try await client.session(other.secret)
        let shown = try await vaultctl("subject", "show", Self.alice)
        #expect(shown.contains("enabled") && !shown.contains("vgr_") && !shown.contains("vsi_"))
        _ = try await open()
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a disabled user stays out through a kill, until enabled`() async throws {
        _ = try await grant()
        _ = try await vaultctl("subject", "disable", Self.alice)
        #expect(await vault.kill() == .signal(9))
        try await vault.start()
        for attempt in 1...2 {
            do throws(VaultClientError) {
                if attempt == 1 {
                    _ = try await client.createSession(NewUserSession(subject: Self.alice))
                } else {
                    _ = try await client.putGrant(
                        NewGrant(subject: Self.alice, provider: "sim", refreshToken: SecretText("rt")))
                }
                Issue.record("a disabled user was let in")
            } catch .refused(let error) {
                #expect(error.kind == .subjectDisabled)
            }
        }
        #expect(try await vaultctl("subject", "show", Self.alice).contains("disabled since"))
        #expect(try await vaultctl("subject", "enable", Self.alice) == "\(Self.alice) is enabled\n")
        _ = try await open(grants: [try await grant()])
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }

    @Test func `a grant that is bound to a session is revoked at the provider when that ends, also over a kill`()
        async throws
    {
        let bound = try await grant()
        let session = try await open(grants: [bound], binds: true)
        _ = try await client.token(for: .handle(bound.handle))
        try await sim.setFaults(#"{"kind":"hold","when":"before","endpoint":"revoke"}"#)
        _ = try await client.endSession(.secret(session.secret))
        await #expect(throws: VaultClientError.self) { _ = try await client.token(for: .handle(bound.handle)) }
        #expect(await vault.kill() == .signal(9))
        try await sim.setFaults("")
        try await sim.release()
        let before = try await sim.requests().last?.sequence ?? 0
        try await vault.start()
        // What was asked before the kill is in the log of its own; this is the next run's.
        let again = try await sim.requests(1, until: "processed", since: before)
        #expect(again.map(\.endpoint) == ["revoke"])
        #expect(await vault.stop() == .exit(0))
    }

    private func vaultctl(_ words: String...) async throws -> String {
        let (ending, output, errors) = try await Program.run("vaultctl", ["--socket", vault.adminSocket] + words)
        #expect(ending == .exit(0), "\(errors)")
        return output
    }
}

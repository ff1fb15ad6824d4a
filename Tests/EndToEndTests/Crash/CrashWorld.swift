import Testing
import TestHarness
import VaultClient
import VaultJSON

/// One vault, one provider, and three grants: alice's, whose refresh the daemon dies in, and two witnesses of what was
/// acknowledged before.
struct CrashWorld {
    static let alice = GrantSelection.subject("user:default/alice", provider: "sim")
    private static let cached = GrantSelection.subject("user:default/cached", provider: "sim")
    private static let revoked = GrantSelection.subject("user:default/revoked", provider: "sim")

    let sim: RunningSimulator
    let vault: TestVault
    private let cachedToken: String
    private let cachedRefreshToken: String

    init(_ rule: CrashRule) async throws {
        sim = try RunningSimulator("--rotation", rule.simulated)
        let (rotation, more) = rule.configured
        // Held requests end by the kill alone, on the slowest machine, too: not by a deadline with its own verdict.
        vault = try await TestVault(sim, rotation: rotation, more: more + " deadline: \"120s\",")
        let minted = try await sim.mint(for: "user:default/cached")
        cachedToken = minted.accessToken
        cachedRefreshToken = minted.refreshToken
    }

    /// A client that does not wait for a daemon that is gone, so that no call is sent to the next one.
    func client() throws -> VaultClient {
        try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(60), patience: .zero))
    }

    func put(_ subject: String, with client: VaultClient) async throws -> GrantRecord {
        let minted = try await sim.mint(for: subject)
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        return try await client.putGrant(grant)
    }

    /// Two changes that are acknowledged before the crash: a grant with an access token, and the end of another.
    func storeWitnesses() async throws {
        try await vault.start()
        let client = try client()
        var grant = NewGrant(
            subject: "user:default/cached", provider: "sim", refreshToken: SecretText(cachedRefreshToken))
        grant.scopes = ["a"]
        grant.accessToken = SecretText(cachedToken)
        grant.accessTokenExpiresAt = 4_000_000_000
        _ = try await client.putGrant(grant)
        _ = try await put("user:default/revoked", with: client)
        _ = try await client.revokeGrant(Self.revoked)
        // At the provider too: a later run would else send it, and be held in place of the refresh.
        while try await client.health().pendingRevocations > 0 { await Task.yield() }
        _ = try await put("user:default/alice", with: client)
        #expect(await vault.kill() == .signal(9))
    }

    func die(at step: CrashStep) async throws {
        if let hold = step.hold {
            try await sim.setFaults(#"{"kind":"hold","when":"\#(hold.when)","count":1}"#)
        }
        let before = try await sim.requests().count
        try await vault.start(failpoint: step.failpoint)
        let client = try client()
        let answer = Task { try await client.token(for: Self.alice) }
        if let hold = step.hold {
            _ = try await sim.requests(before + 1, until: hold.milestone)
            vault.daemon?.send(signal: 9)
        }
        #expect(await vault.ended() == .signal(9))
        await #expect(throws: VaultClientError.connectionLost(method: "token.get")) { _ = try await answer.value }
    }

    func checkWitnesses() async throws {
        let client = try client()
        #expect(try await client.grant(Self.cached).generation == 1)
        let token = try await client.token(for: Self.cached)
        #expect(token.secret.unprotectedString() == cachedToken)
        let error = await #expect(throws: VaultClientError.self) { _ = try await client.grant(Self.revoked) }
        if case .refused(let refusal) = error { #expect(refusal.kind == .notFound) }
    }

    /// What the provider said to the refreshes of alice's lineage.
    func verdicts() async throws -> [String?] { try await sim.requests().filter(isAlices).map(\.verdict) }

    /// The same, once so many of them are processed.
    func verdicts(_ count: Int) async throws -> [String?] {
        let others = try await sim.requests().count { !isAlices($0) }
        return try await sim.requests(others + count, until: "processed").filter(isAlices).map(\.verdict)
    }

    private func isAlices(_ request: SimulatedRequest) -> Bool {
        request.endpoint == "token" && request.subject == "user:default/alice"
    }

    func audit(of subject: String) throws -> [JSONValue] {
        try vault.auditLines().map { try JSONDocument(parsing: Array($0.utf8)).root }
            .filter { $0["subject"]?.isString(subject) == true }
    }
}

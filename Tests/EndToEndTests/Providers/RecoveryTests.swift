import Testing
import TestHarness
import VaultClient

/// A provider that comes back after an outage, with many expired grants waiting for it.
@Suite(.timeLimit(.minutes(5))) struct RecoveryTests {
    private static let grants = 600
    private static let perSecond = 100

    /// Scaled down: the arithmetic of 10,000 grants at 50 a second is a test of `ProviderPace`.
    @Test func `the recovery stays within the configured rate, takes everyone in and keeps no other provider waiting`()
        async throws
    {
        let sim = try RunningSimulator()
        let other = try RunningSimulator()
        let vault = try await TestVault(
            providers: TestVault.provider(
                "sim", sim, rotation: "rotates",
                more: "limits: { requests_per_second: \(Self.perSecond), burst: 20, in_flight: 8 },")
                + TestVault.provider("other", other, rotation: "rotates"),
            extra: "limits: { in_flight_per_connection: 1024, in_flight_per_client: 20000 },")
        try await vault.start()
        let client = try VaultClient(
            socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120), maximumInFlight: 1024))
        let subjects = (0..<Self.grants).map { "user:default/u\($0)" }
        for subject in subjects { try await Self.put(subject, "sim", client, sim) }
        try await Self.put("user:default/alice", "other", client, other)

        try await sim.setFaults(#"{"kind":"answer","status":503}"#)
        for subject in subjects[..<20] { _ = try? await client.token(for: .subject(subject, provider: "sim")) }
        let asked = try await sim.requests().count
        // Five find out, and perhaps one or two that were let through to see.
        #expect((5..<10).contains(asked))
        try await sim.setFaults("")

        let isOver = Flag()
        let start = ContinuousClock.now
        async let slowest = Self.slowestRefresh(of: "user:default/alice", client, until: isOver)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for subject in subjects {
                group.addTask { try await Self.persist(client, .subject(subject, provider: "sim")) }
            }
            try await group.waitForAll()
        }
        isOver.raise()
        // Behind the 600 it would have waited for nearly all of them.
        let whole = ContinuousClock.now - start
        #expect(try await slowest < whole / 2, "of \(whole)")
        let moments = try await sim.requests().dropFirst(asked).map(\.receivedAt).sorted()
        #expect(moments.count == Self.grants)
        // Never faster than the rate in all. A machine that stands still for a moment lets out at once what had its turn meanwhile.
        let span = try #require(moments.last) - moments[0]
        #expect(span >= Int64(Self.grants - 20 - 8) * 1_000_000 / Int64(Self.perSecond))
        let most = moments.indices.map { start in
            moments[start...].prefix { $0 < moments[start] + 1_000_000 }.count
        }.max()
        #expect(try #require(most) <= 2 * Self.perSecond + 20)
        #expect(await vault.stop() == .exit(0))
    }

    /// Comes back whenever it is told to.
    private static func persist(_ client: VaultClient, _ selection: GrantSelection) async throws {
        while true {
            let wait: Int64
            do throws(VaultClientError) {
                _ = try await client.token(for: selection)
                return
            } catch {
                guard case .refused(let refusal) = error, refusal.kind == .providerUnavailable else { throw error }
                wait = refusal.retryAfterMilliseconds ?? 100
            }
            try await Task.sleep(for: .milliseconds(wait))
        }
    }

    private static func slowestRefresh(
        of subject: String, _ client: VaultClient, until isOver: Flag
    ) async throws -> Duration {
        var slowest = Duration.zero
        while !isOver.isRaised {
            let start = ContinuousClock.now
            _ = try await client.token(for: .subject(subject, provider: "other"), forceRefresh: true)
            slowest = max(slowest, .now - start)
        }
        return slowest
    }

    private static func put(
        _ subject: String, _ provider: String, _ client: VaultClient, _ sim: RunningSimulator
    ) async throws {
        let minted = try await sim.mint(for: subject)
        var grant = NewGrant(subject: subject, provider: provider, refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        _ = try await client.putGrant(grant)
    }
}

import Foundation
import TestHarness
import Testing
import VaultClient
import VaultStorage
import VaultCore

/// The daemon is killed again and again at random moments while grants and sessions come and go: the audit log tells of each change
/// that was acknowledged, once, and of just what stands in the store.
@Suite(.timeLimit(.minutes(60))) struct OutboxKillTests {
    private static let clients = 4
    /// `VAULT_OUTBOX_KILLS=1000` kills a thousand times.
    private static let rounds = ProcessInfo.processInfo.environment["VAULT_OUTBOX_KILLS"].flatMap { Int($0) } ?? 40

    @Test func `the log tells of what is stored, however the daemon died`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("OutboxKillTests: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: \"2s\",")
        let token = try sim.mint().refreshToken
        var clients = (0..<Self.clients).map { ChangingClient($0, seed: seed) }
        for round in 0..<Self.rounds {
            try await vault.start()
            clients = try await loaded(clients, vault, token, killAt: Int.random(in: 1...160, using: &random))
            // Into the log comes what is missing, at the start and before it serves.
            try await vault.start()
            let told = ToldChanges(vault.auditLines())
            #expect(await vault.kill() == .signal(9))
            #expect(told.faults == [], "round \(round), seed \(seed)")
            let words = told.words
            for client in clients {
                let missing = client.acknowledged.filter { !words.contains($0) }
                #expect(missing == [], "round \(round), seed \(seed)")
            }
        }
        try await vault.start()
        let key = try await Program.run("vaultctl", ["--socket", vault.adminSocket, "audit", "key"])
        #expect(await vault.stop() == .exit(0))
        let verified = try await Program.run(
            "vault-audit",
            ["verify", "--public-key", key.output.trimmingCharacters(in: .whitespacesAndNewlines), vault.auditPath])
        #expect(verified.ending == .exit(0), "seed \(seed): \(verified.output)\(verified.errors)")
        let told = ToldChanges(vault.auditLines())
        #expect(told.faults == [], "seed \(seed)")
        try compare(told, with: vault, seed)
        #expect(try await vault.damage() == nil)
    }

    private func loaded(
        _ clients: [ChangingClient], _ vault: TestVault, _ token: String, killAt events: Int
    ) async throws -> [ChangingClient] {
        let daemon = try #require(vault.daemon)
        let countdown = Countdown(events) { daemon.send(signal: 9) }
        let socket = vault.workloadSocket
        let result = try await withThrowingTaskGroup(of: (Int, ChangingClient).self) { group in
            for (index, client) in clients.enumerated() {
                group.addTask {
                    var client = client
                    try await client.work(
                        try VaultClient(socketPath: socket, options: .init(patience: .zero)), token, countdown)
                    return (index, client)
                }
            }
            var result = clients
            for try await (index, client) in group { result[index] = client }
            return result
        }
        #expect(await daemon.ended() == .signal(9))
        return result
    }

    /// Read from the file itself: no change is without its record, and no record without its change.
    private func compare(_ told: ToldChanges, with vault: TestVault, _ seed: UInt64) throws {
        let store = try SQLiteStore.open(path: vault.storePath, options: StoreOptions()) { Issue.record("\($0)") }
        defer { store.close() }
        let grants = try store.list(GrantFilter(limit: 10_000)).map { ($0.id.handle, $0.generation.number) }
        #expect(!grants.isEmpty)
        #expect(told.standingGrants == Dictionary(uniqueKeysWithValues: grants), "seed \(seed)")
        let sessions = try store.sessions(SessionFilter(limit: 10_000)).map(\.session.id.text)
        #expect(!sessions.isEmpty)
        #expect(told.standingSessions == Set(sessions), "seed \(seed)")
    }
}

import Foundation
import Synchronization
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Sealing and resealing while plugins ask for tokens.
@Suite struct SealUnderLoadTests {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")
    private static let get = "{\"subject\":\"user:default/alice\",\"provider\":\"sim\"}"
    private static let passphrase = "correct horse battery"

    /// What the callers saw so far.
    private final class Tally: Sendable {
        private let state = Mutex((served: 0, refused: [String](), isOver: false))

        var served: Int { state.withLock { $0.served } }
        var refused: [String] { state.withLock { $0.refused } }
        var isOver: Bool { state.withLock { $0.isOver } }
        func serve() { state.withLock { $0.served += 1 } }
        func refuse(_ type: String) { state.withLock { $0.refused.append(type) } }
        func end() { state.withLock { $0.isOver = true } }
    }

    private func loaded() async throws -> (TestVault, RunningSimulator) {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        grant.accessToken = SecretText("sat_under_load")
        grant.accessTokenExpiresAt = 4_000_000_000
        _ = try await client.putGrant(grant)
        return (vault, sim)
    }

    /// Four callers that ask until it is over; returns when all of them were served.
    private func load(_ vault: TestVault, _ tally: Tally) async throws -> [Thread] {
        let callers = try (0..<4).map { _ in
            let connection = try RawConnection(vault.workloadSocket)
            return Thread {
                while !tally.isOver {
                    let answer = try? connection.call("token.get", Self.get)
                    if answer?["result"] != nil {
                        tally.serve()
                    } else {
                        tally.refuse(answer?["error"]?["data"]?["type"]?.string ?? "nothing")
                    }
                }
            }
        }
        for caller in callers { caller.start() }
        while tally.served < 100 { await Task.yield() }
        return callers
    }

    @Test func `after a seal every call is answered sealed and no token leaves`() async throws {
        let (vault, sim) = try await loaded()
        defer { withExtendedLifetime(sim) {} }
        let tally = Tally()
        defer { tally.end() }
        _ = try await load(vault, tally)
        let sealed = try await vault.vaultctl("seal")
        #expect(sealed.ending == .exit(0), "\(sealed.errors)")
        // Sent after the seal was acknowledged, on connections of before and of after it.
        let late = try RawConnection(vault.workloadSocket)
        for _ in 0..<200 { #expect(try late.refusal("token.get", Self.get) == "sealed") }
        let served = tally.served
        let refused = tally.refused.count
        while tally.refused.count < refused + 200 { await Task.yield() }
        // What was under way at that very moment had its answer made before.
        #expect(tally.served - served <= 4)
        let before = tally.served
        while tally.refused.count < refused + 400 { await Task.yield() }
        #expect(tally.served == before)
        #expect(Set(tally.refused) == ["sealed"])
        #expect(try await vault.vaultctl("status").ending == .exit(6))

        let unsealed = try await vault.vaultctl("unseal")
        try #require(unsealed.ending == .exit(0), "\(unsealed.errors)")
        while tally.served < before + 100 { await Task.yield() }
        tally.end()
        #expect(await vault.stop() == .exit(0))
        let lines = vault.auditLines()
        #expect(lines.contains { $0.contains("\"sealed\"") } && lines.contains { $0.contains("\"unsealed\"") })
    }

    @Test func `a reseal to a passphrase and back fails no call`() async throws {
        let (vault, sim) = try await loaded()
        defer { withExtendedLifetime(sim) {} }
        let tally = Tally()
        defer { tally.end() }
        _ = try await load(vault, tally)
        try vault.seal(by: TestVault.cheapPassphrase)
        let there = try await vault.vaultctl("reseal", input: Self.passphrase)
        try #require(there.ending == .exit(0), "\(there.errors)")
        try vault.seal(by: vault.keyFile)
        let back = try await vault.vaultctl("reseal")
        #expect(back.ending == .exit(0), "\(back.errors)")
        try vault.seal(by: TestVault.cheapPassphrase)
        #expect(try await vault.vaultctl("reseal", input: Self.passphrase).ending == .exit(0))
        let served = tally.served
        while tally.served < served + 100 { await Task.yield() }
        tally.end()
        #expect(tally.refused.isEmpty, "\(Set(tally.refused))")
        #expect(await vault.stop() == .exit(0))

        try await vault.start()
        #expect(try await vault.vaultctl("unseal", input: Self.passphrase).ending == .exit(0))
        let client = try VaultClient(socketPath: vault.workloadSocket)
        #expect(try await client.token(for: Self.alice).secret.unprotectedString() == "sat_under_load")
        #expect(await vault.stop() == .exit(0))
    }

    @Test(arguments: [("reseal_before_commit", false), ("reseal_after_commit", true)])
    func `a kill in the middle of a reseal leaves exactly one of the two keys`(
        step: String, isMoved: Bool
    ) async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start(failpoint: step)
        try vault.seal(by: TestVault.cheapPassphrase)
        let cut = try await vault.vaultctl("reseal", input: Self.passphrase)
        #expect(cut.ending == .exit(7), "\(cut.errors)")
        #expect(await vault.ended() == .signal(9))
        #expect(try await vault.vaultd("check").ending == .exit(isMoved ? 0 : 6))
        try await vault.start()
        #expect(try await vault.vaultctl("unseal", input: Self.passphrase).ending == .exit(isMoved ? 0 : 6))
        await vault.stop()
        try vault.seal(by: vault.keyFile)
        #expect(try await vault.vaultd("check").ending == .exit(isMoved ? 6 : 0))
    }

    @Test func `a source that gives another key each time is refused, and the old one stays`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        try vault.seal(by: "command: [\"/usr/bin/openssl\", \"rand\", \"-hex\", \"32\"]")
        let refused = try await vault.vaultctl("reseal")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("did not give the same key a second time"), "\(refused.errors)")
        #expect(await vault.stop() == .exit(0))
        try vault.seal(by: vault.keyFile)
        #expect(try await vault.vaultd("check").ending == .exit(0))
    }

    @Test func `a command that gives a key opens the vault at its start`() async throws {
        let vault = try await TestVault(providers: "")
        try vault.seal(by: "command: [\"/bin/cat\", \"\(vault.folder.file("seal.key"))\"]")
        try await vault.start()
        #expect(try await vault.vaultctl("status").ending == .exit(0))
        #expect(await vault.stop() == .exit(0))
    }
}

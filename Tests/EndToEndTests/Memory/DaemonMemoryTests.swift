import Foundation
import Testing
import TestHarness
import VaultClient

/// What the daemon's own memory holds after its work is done.
@Suite(.serialized) struct DaemonMemoryTests {
    /// A token of the simulator: a prefix of four, 43 random characters, then filler.
    private func random(_ token: String) -> [UInt8] { Array(Array(token.utf8)[4..<47]) }

    @Test(.timeLimit(.minutes(5))) func `a second after requests and refreshes no token is in the daemon's memory`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let daemon = try #require(vault.daemon)
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var texts: [(name: String, bytes: [UInt8])] = []
        for number in 0..<8 {
            let minted = try sim.mint()
            texts.append(("refresh token \(number)", random(minted.refreshToken)))
            var new = NewGrant(
                subject: "user:default/planted-subject-\(number)", provider: "sim",
                refreshToken: SecretText(minted.refreshToken))
            new.scopes = ["a"]
            _ = try await client.putGrant(new)
            let selection = GrantSelection.subject("user:default/planted-subject-\(number)", provider: "sim")
            let first = try await client.token(for: selection)
            texts.append(("minted \(number)", random(first.secret.unprotectedString())))
            for _ in 0..<3 { _ = try await client.token(for: selection) }
            let second = try await client.replacement(for: first)
            texts.append(("replacement \(number)", random(second.secret.unprotectedString())))
            _ = try await client.token(for: selection)
        }
        let memory = ProcessMemory(of: daemon.processID)
        // The subject rests in clear beside each cached token: proof that the scan sees where tokens rest.
        let subject = [(name: "subject", bytes: Array("user:default/planted-subject-7".utf8))]
        #expect(try memory.findings(of: subject)["subject"] ?? 0 > 0)
        // Whatever was in use is hidden within a second; a daemon under load may take its time.
        let end = ContinuousClock.now.advanced(by: .seconds(30))
        var found = try memory.findings(of: texts)
        while !found.isEmpty, ContinuousClock.now < end { found = try memory.findings(of: texts) }
        #expect(found.isEmpty)
        #expect(await vault.stop() == .exit(0))
    }

    /// What the HTTP library leaves behind is overwritten when it is freed (glibc.malloc.perturb), and all of it is freed.
    @Test(.timeLimit(.minutes(5))) func `vaultfetch has the refresh token while it is on its way, and forgets it`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let minted = try await sim.mint(for: "user:default/alice")
        _ = try await client.putGrant(
            NewGrant(
                subject: "user:default/alice", provider: "sim", refreshToken: SecretText(minted.refreshToken)))
        try await sim.hold(when: "after", count: 1)
        let refresh = Task { try await client.token(for: .subject("user:default/alice", provider: "sim")) }
        try await sim.waitForRequest("processed")
        let fetch = ProcessMemory(of: try #require(try vault.daemon?.children(named: "vaultfetch").first))
        var texts = [(name: "refresh token", bytes: random(minted.refreshToken))]
        #expect(try fetch.findings(of: texts)["refresh token"] ?? 0 > 0)
        try await sim.letGo()
        texts.append(("access token", random(try await refresh.value.secret.unprotectedString())))
        let end = ContinuousClock.now.advanced(by: .seconds(30))
        var found = try fetch.findings(of: texts)
        while !found.isEmpty, ContinuousClock.now < end { found = try fetch.findings(of: texts) }
        #expect(found.isEmpty)
        #expect(await vault.stop() == .exit(0))
    }
}

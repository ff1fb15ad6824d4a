import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A newer vaultd takes the place of the one that runs: nobody who asks meanwhile is refused, and what is not fit does not begin.
@Suite struct UpgradeTests {
    private func records(_ vault: TestVault, _ kind: String) throws -> [JSONValue] {
        try vault.auditLines().map { try JSONDocument(parsing: Array($0.utf8)).root }
            .filter { $0["kind"]?.string == kind }
    }

    @Test(.timeLimit(.minutes(5))) func `callers who never stop lose no call over twenty upgrades`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let callers = try await TirelessCallers(of: vault.workloadSocket, sim)
        for _ in 0..<20 {
            await callers.moreAnswers(50)
            try await program.upgrade()
        }
        await callers.moreAnswers(50)
        let failed = await callers.end()
        #expect(failed == [])
        #expect(vault.daemon?.standardError == "")
        let verified = try await vault.vaultctl("audit", "verify")
        #expect(verified.ending == .exit(0), "\(verified.errors)")
        #expect(await vault.stop() == .exit(0))
        #expect(try records(vault, "started").count == 21)
        #expect(
            try records(vault, "stopped").map { $0["reason"]?.string } == Array(repeating: "upgrade", count: 20) + [nil]
        )
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
    }

    @Test(.timeLimit(.minutes(5))) func `a service manager that keeps the sockets may restart it under load`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let manager = try SocketKeepingManager(of: vault)
        try await vault.start(manager.program)
        let callers = try await TirelessCallers(of: manager.workloadSocket, sim)
        for _ in 0..<20 {
            await callers.moreAnswers(50)
            manager.restart()
            #expect(await vault.waitFor("READY=1"))
        }
        let failed = await callers.end()
        #expect(failed == [])
        #expect(await vault.stop() == .exit(0))
        #expect(try records(vault, "started").count == 21)
    }

    @Test(.timeLimit(.minutes(5)))
    func `an upgrade migrates the store under load, and the way back is refused with nothing changed`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let callers = try await TirelessCallers(of: vault.workloadSocket, sim)
        await callers.moreAnswers(50)
        try program.install(nextSchema: true)
        try await program.upgrade()
        await callers.moreAnswers(50)
        let failed = await callers.end()
        #expect(failed == [])

        try program.install()
        let refusal = try await program.upgradeInVain()
        #expect(refusal.contains("has schema 16, this program knows 15"), "\(refusal)")
        #expect(refusal.contains("not upgraded, this program serves on"))
        #expect(try records(vault, "stopped").map { $0["reason"]?.string } == ["upgrade", "upgrade_refused"])
        let client = try VaultClient(socketPath: vault.workloadSocket)
        #expect(try await client.grant(.subject("user:default/alice", provider: "sim")).status == .active)

        #expect(await vault.stop() == .exit(0))
        let before = try vault.storeFiles()
        let started = try await Program.run(program.path, ["serve", "--config", vault.configurationPath])
        #expect(started.ending == .exit(1))
        #expect(started.errors.contains("use a newer vaultd"), "\(started.errors)")
        let after = try vault.storeFiles()
        for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    }

    @Test(arguments: [
        ("#!/bin/bash\necho it has no library >&2\nexit 127\n", 0o755, "it has no library"),
        ("#!/bin/bash\nkill -SEGV $$\n", 0o755, "it ended with 139"),
        ("no program at all", 0o755, "it cannot be run"),
        ("#!/bin/bash\nexit 0\n", 0o644, "it cannot be run (Permission denied)"),
    ])
    func `a program that is broken does not follow`(script: String, mode: Int, word: String) async throws {
        let vault = try await TestVault(providers: "")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let raw = try RawConnection(vault.workloadSocket)
        try program.install(script: script, mode: mode)
        let refusal = try await program.upgradeInVain()
        #expect(refusal.contains(word), "\(refusal)")
        #expect(try raw.call("system.ping") != nil, "the connection goes on")

        try program.install()
        try await program.upgrade()
        #expect(raw.line() == nil)
        #expect(try RawConnection(vault.workloadSocket).call("system.ping") != nil)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a configuration that the new program cannot use stops nobody`() async throws {
        let vault = try await TestVault(providers: "")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        try vault.edit("store: {", into: "store: { nonsense: 1,")
        let refusal = try await program.upgradeInVain()
        #expect(refusal.contains("the configuration cannot be used"), "\(refusal)")
        #expect(try RawConnection(vault.workloadSocket).call("system.ping") != nil)
        #expect(await vault.stop() == .exit(0))
    }

    @Test(arguments: [true, false])
    func
        `a call that waits for its provider is answered before the program goes, and one that is gone by then is no loss`(
            isThere: Bool
        ) async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: '2m',", extra: "drain: '5m'")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let alice = GrantSelection.subject("user:default/alice", provider: "sim")
        _ = try await client.putGrant(
            NewGrant(
                subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken)))
        try await sim.hold(when: "before")
        let held = Task { try await client.token(for: alice) }
        try await sim.waitForRequest("received")
        #expect(try vault.daemon?.children(named: "vaultfetch").count == 1)
        vault.daemon?.send(signal: SIGUSR2)
        #expect(await vault.waitFor("RELOADING=1"))
        let early = try RawConnection(vault.workloadSocket)
        early.send(Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}\n".utf8))
        if !isThere { try FileManager.default.removeItem(atPath: program.path) }
        try await sim.letGo()
        #expect(try await held.value.generation == 2)
        #expect(await vault.waitFor("READY=1"))
        #expect(early.line() != nil, "who came meanwhile is served by the next one")
        #expect(try vault.daemon?.children(named: "vaultfetch") == [], "no child of the last program is left")
        #expect(await vault.stop() == .exit(0))
    }

    @Test(.timeLimit(.minutes(5))) func `SIGTERM ends a vault whose successor is being looked at`() async throws {
        let vault = try await TestVault(providers: "")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let fifo = vault.folder.file("fifo")
        #expect(mkfifo(fifo, 0o600) == 0)
        try program.install(script: "#!/bin/bash\nexec cat \(fifo)\n")
        vault.daemon?.send(signal: SIGUSR2)
        // Opens when the program that is looked at reads from it, and lets it go on when it is closed.
        let opened = try await onOwnThread { open(fifo, O_WRONLY | O_CLOEXEC) }
        #expect(await vault.stop() == .exit(0))
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
        close(opened)
    }

    @Test(.timeLimit(.minutes(5))) func `SIGTERM while it makes way ends it, and no program follows`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim, more: "deadline: '2m',", extra: "drain: '5m'")
        let program = try InstalledProgram(in: vault)
        try await program.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        _ = try await client.putGrant(
            NewGrant(
                subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken)))
        try await sim.hold(when: "before")
        let held = Task { try await client.token(for: .subject("user:default/alice", provider: "sim")) }
        try await sim.waitForRequest("received")
        vault.daemon?.send(signal: SIGUSR2)
        #expect(await vault.waitFor("RELOADING=1"))
        vault.daemon?.send(signal: SIGTERM)
        try await sim.letGo()
        #expect(try await held.value.generation == 2)
        #expect(await vault.daemon?.ended() == .exit(0))
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
    }
}

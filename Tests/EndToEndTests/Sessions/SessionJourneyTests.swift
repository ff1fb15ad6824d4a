import Foundation
import TestHarness
import Testing
import VaultClient

/// Sessions through the built programs: opened, used, renewed, ended, over kill and restart.
@Suite(.timeLimit(.minutes(5))) struct SessionJourneyTests {
    private let sim: RunningSimulator
    private let vault: TestVault
    private let client: VaultClient

    init() async throws {
        sim = try RunningSimulator()
        vault = try await TestVault(sim)
        try await vault.start()
        client = try VaultClient(socketPath: vault.workloadSocket)
    }

    private static func session(_ subject: String = "user:default/alice") -> NewUserSession {
        var new = NewUserSession(subject: subject)
        (new.claims, new.payload) = (#"{"email":"canary@example.org"}"#, SecretText("canary-payload"))
        (new.userAgent, new.address, new.signIn.amr) = ("Firefox", "192.0.2.7", ["pwd"])
        return new
    }

    @Test func `a session lives through a kill and a restart, and what was ended stays ended`() async throws {
        let kept = try await client.createSession(Self.session())
        let ended = try await client.createSession(Self.session())
        _ = try await client.endSession(.secret(ended.secret))
        let renewed = try await client.renewSession(kept.secret)
        #expect(await vault.kill() == .signal(9))
        try await vault.start()
        let found = try await client.session(renewed.secret)
        #expect(found.claims == #"{"email":"canary@example.org"}"#)
        #expect(found.payload?.unprotectedString() == "canary-payload")
        await #expect(throws: VaultClientError.self) { _ = try await client.session(ended.secret) }
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }

    @Test func `neither store nor audit log holds a handle, a claim or a payload`() async throws {
        let issued = try await client.createSession(Self.session())
        _ = try await client.session(issued.secret)
        let renewed = try await client.renewSession(issued.secret)
        #expect(await vault.kill() == .signal(9))
        let secrets = [issued.secret, renewed.secret].map { $0.unprotectedString() } + ["canary"]
        for file in [vault.storePath, vault.storePath + "-wal", vault.auditPath] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(!bytes.isEmpty)
            for secret in secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)") }
        }
    }

    @Test func `the operator lists a user's sessions and ends them`() async throws {
        let issued = try await client.createSession(Self.session())
        let other = try await client.createSession(Self.session("user:default/bob"))
        let list = try await vaultctl("session", "list", "--subject", "user:default/alice")
        #expect(list.contains(issued.session.id) && list.contains("Firefox") && !list.contains(other.session.id))
        let shown = try await vaultctl("session", "show", issued.session.id)
        #expect(shown.contains("192.0.2.7") && !shown.contains("canary"))
        #expect(
            try await vaultctl("session", "revoke-all", "--subject", "user:default/alice")
                == "revoked 1 session\n")
        await #expect(throws: VaultClientError.self) { _ = try await client.session(issued.secret) }
        #expect(try await client.session(other.secret).session.id == other.session.id)
        #expect(await vault.stop() == .exit(0))
    }

    private func vaultctl(_ words: String...) async throws -> String {
        let (ending, output, errors) = try await Program.run("vaultctl", ["--socket", vault.adminSocket] + words)
        #expect(ending == .exit(0), "\(errors)")
        return output
    }
}

import Foundation
import TestHarness
import Testing
import VaultJSON

/// `vaultctl` as operators meet it, against a real daemon and the provider simulator.
@Suite struct TranscriptTests {
    @Test(arguments: Transcript.names())
    func `what a transcript shows is what happens`(name: String) async throws {
        let transcript = try Transcript(named: name)
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        var words = TranscriptWords([
            "folder": vault.folder.path, "base": sim.process.baseURL, "admin": vault.adminSocket,
            "workload": vault.workloadSocket,
        ])
        var secrets: [String] = []
        for event in transcript.events {
            switch event {
            case .beside("mint"):
                let minted = try sim.mint()
                words.set("refresh-token", minted.refreshToken)
                secrets.append(minted.refreshToken)
            case .beside("kill"): _ = try sim.control("POST", "/sim/kill", "{\"subject\":\"user:default/alice\"}")
            case .beside("stop"): await vault.stop()
            case .beside("start"): try await vault.start()
            case .beside("passphrase"): try vault.seal(by: TestVault.cheapPassphrase)
            case .beside(let unseal) where unseal.hasPrefix("unseal "):
                // As soon as the wait is over.
                let passphrase = String(unseal.dropFirst("unseal ".count))
                while try await vault.vaultctl("unseal", input: passphrase).ending == .exit(1) {}
            case .beside("key"): try vault.seal(by: vault.keyFile)
            case .beside(let other): Issue.record("\(name) knows no '@ \(other)'")
            case .run(let step): try await run(step, name, vault, &words, secrets)
            }
        }
        await vault.stop()
    }

    @Test func `there are transcripts, and every command stands in one`() throws {
        let commands = try Transcript.names().flatMap { try Transcript(named: $0).events }.compactMap { event in
            if case .run(let step) = event { step.command } else { nil }
        }
        for command in [
            "status", "ping", "grant put", "grant show", "grant list", "grant revoke", "token get", "provider list",
            "key list", "key status", "key prepare", "key activate", "key rewrap", "key verify", "key destroy",
            "key rotate",
            "provider test", "policy check", "report scopes", "backup create", "seal", "unseal", "reseal", "version",
        ] {
            let mine = commands.filter { $0.hasPrefix("vaultctl \(command)") }
            #expect(mine.contains { !$0.contains("--json") }, "\(command)")
            #expect(mine.contains { $0.contains("--json") }, "\(command) --json")
        }
        for command in ["vaultd check", "vaultd restore", "vaultd accept-restore"] {
            #expect(commands.contains { $0.hasPrefix(command) }, "\(command)")
        }
    }

    private func run(
        _ step: Transcript.Step, _ name: String, _ vault: TestVault, _ words: inout TranscriptWords,
        _ secrets: [String]
    ) async throws {
        let arguments = words.filled(step.command).split(separator: " ").map(String.init)
        // No secret may be in argv, where every user of the machine can read it.
        #expect(!arguments.contains { secrets.contains($0) })
        // What is none of our programs is the system's.
        let program = arguments[0].hasPrefix("vault") ? arguments[0] : "/bin/" + arguments[0]
        let ended = try await Program.run(
            program, Array(arguments.dropFirst()), environment: ["VAULTD_SOCKET": vault.adminSocket],
            input: step.input.map { Array((words.filled($0) + "\n").utf8) })
        let place = "Transcripts/\(name):\(step.line): \(step.command)"
        #expect(ended.ending == .exit(step.exitCode), "\(place)")
        let isOutputRight = words.match(ended.output, step.output)
        #expect(isOutputRight, "\(place) printed:\n\(ended.output)")
        let areErrorsRight = words.match(ended.errors, step.errors)
        #expect(areErrorsRight, "\(place) said:\n\(ended.errors)")
        for secret in secrets { #expect(!(ended.output + ended.errors).contains(secret), "\(place)") }
    }
}

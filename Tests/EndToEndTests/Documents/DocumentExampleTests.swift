import Foundation
import TestHarness
import Testing

/// What the documents tell people to type is typed, and prints what they show.
@Suite(.timeLimit(.minutes(5))) struct DocumentExampleTests {
    /// What the tests below run; `ExampleCoverageTests` holds all documents against it.
    static let run: [(document: String, heading: String)] = [
        ("README.md", "Five minutes"), ("README.md", "Run it for real"), ("Docs/audit.md", "Looking into it"),
        ("Docs/audit.md", "Proving that it is whole"), ("Docs/configuration.md", "rule"),
        ("Docs/configuration.md", "A user found, and why"), ("Docs/protocol.md", "Protocol"),
        ("Docs/providers.md", "A key of one's own"), ("Docs/simulator.md", "Five minutes"),
        ("Docs/import.md", "Importing grants"), ("Docs/operations.md", "Upgrading"),
    ]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A vault with the provider `sim`, in which the documents' commands run.
    private func world(_ vault: TestVault) -> DocumentShell {
        DocumentShell(folder: vault.folder, environment: ["VAULTD_SOCKET": vault.adminSocket])
    }

    private func running() async throws -> (RunningSimulator, TestVault) {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        return (sim, vault)
    }

    /// The complete example of the configuration's page.
    private func writeExample(to folder: TemporaryFolder) throws -> String {
        let blocks = try DocumentBlock.all(in: "Docs/configuration.md")
        let example = try #require(blocks.first { $0.heading == "A complete example" && $0.language == "json5" })
        // Users and groups that every machine has.
        let text = example.lines.joined(separator: "\n").replacing(#/(user|group): "[a-z]+"/#) {
            "\($0.output.1): \"root\""
        }
        try folder.write(text, to: "example.json5")
        return folder.file("example.json5")
    }

    private static let claims =
        #"{ "sub": "AAAAb3", "email": "Alice@Example.com", "email_verified": true, "groups": ["platform-team", "all"] }"#

    /// An API that looks for the token, and leaks it.
    private static let leakingCurl = """
        #!/bin/bash
        [[ $1 == -H && $2 == "Authorization: Bearer sat_"* ]] || exit 22
        printf %s "${2#Authorization: Bearer }" > leaked-token
        """

    @Test func `the readme's five minutes`() async throws {
        let (sim, vault) = try await running()
        let minted = try sim.control(
            "POST", "/sim/mint", #"{"subject":"user:default/alice","scopes":["repo","read:user"]}"#)
        try vault.folder.write(Minted(minted).refreshToken, to: "alice.refresh-token")
        try vault.folder.write(Self.claims, to: "alice.json")
        try vault.folder.write(Self.leakingCurl, to: "curl", mode: 0o700)
        var shell = world(vault)
        shell.places = [("/etc/vaultd/vaultd.json5", try writeExample(to: vault.folder))]
        try await shell.run("README.md", "Five minutes")
        await vault.stop()
    }

    @Test func `the readme's three commands for a real one`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        for file in ["seal.key", "vault.db"] { try FileManager.default.removeItem(atPath: vault.folder.file(file)) }
        for rest in try FileManager.default.contentsOfDirectory(atPath: vault.folder.path)
        where rest.hasPrefix("vault.db") { try FileManager.default.removeItem(atPath: vault.folder.file(rest)) }
        var shell = world(vault)
        shell.places = [
            (
                "vaultd serve --config /etc/vaultd/vaultd.json5",
                "vaultd serve --config /etc/vaultd/vaultd.json5 & \(Self.untilServing)"
            ),
            ("/etc/vaultd/vaultd.json5", vault.configurationPath),
        ]
        try await shell.run("README.md", "Run it for real")
    }

    /// Waits for the daemon that was started in the background, and ends it.
    private static let untilServing =
        "until vaultctl ping --quiet >/dev/null 2>&1; do kill -0 $! || break; done; kill $!; wait $!"

    @Test func `looking into the audit log`() async throws {
        let (sim, vault) = try await running()
        var shell = world(vault)
        // Somebody got a token, and was refused something.
        let input = try sim.mint().refreshToken
        _ = try await vault.vaultctl("grant", "put", "user:default/alice", "sim", input: input)
        try vault.folder.write(
            try await vault.vaultctl("token", "get", "user:default/alice", "sim").output, to: "leaked-token")
        let refused = try RawConnection(vault.workloadSocket).refusal("key.status", "{}")
        #expect(refused == "permission_denied")
        // It would follow for ever.
        shell.places = [("audit tail --follow", "audit tail")]
        try await shell.run("Docs/audit.md", "Looking into it")
        shell.places = [("/var/log/vaultd/audit.jsonl", vault.auditPath), ("104233", "1")]
        try await shell.run("Docs/audit.md", "Proving that it is whole")
        await vault.stop()
    }

    @Test func `why the policy refuses, and who an account is`() async throws {
        let (_, vault) = try await running()
        let example = try writeExample(to: vault.folder)
        var shell = world(vault)
        try vault.folder.write(Self.claims, to: "alice.json")
        shell.places = [("--claims alice.json", "--claims alice.json --config \(example)")]
        try await shell.run("Docs/configuration.md", "A user found, and why")
        await vault.stop()

        try vault.configure(
            providers: try providerNamedGitHub(vault),
            clients: """
                me: { match: [{ uid: \(geteuid()) }], allow: [{ providers: "*", methods: ["policy.explain"] }] },
                catalog: { match: [{ uid: 4711 }], allow: [
                  { providers: "*", methods: ["grant.lookup"] },
                  { providers: ["github"], methods: ["token.get"], scopes: ["repo", "read:user"], full_token: true } ] },
                """)
        try await vault.start()
        shell.places = []
        try await shell.run("Docs/configuration.md", "rule")
        await vault.stop()
    }

    private func providerNamedGitHub(_ vault: TestVault) throws -> String {
        try vault.folder.write("secret", to: "github.secret", mode: 0o400)
        return """
            github: { preset: "github-app", client_id: "Iv1.8a61f9b3a7aba766", client_secret: { file: "\(vault.folder.file("github.secret"))" } },
            """
    }

    @Test func `the protocol in one breath`() async throws {
        let (_, vault) = try await running()
        var shell = world(vault)
        shell.places = [("/run/vaultd/workload/socket", vault.workloadSocket)]
        try await shell.run("Docs/protocol.md", "Protocol")
        await vault.stop()
    }

    @Test func `grants are imported`() async throws {
        let (sim, vault) = try await running()
        try vault.folder.write(
            #"{"subject":"user:default/alice","provider":"sim","scopes":["repo"],"refresh_token":"\#(try sim.mint().refreshToken)"}"#
                + "\n",
            to: "grants.jsonl", mode: 0o600)
        try await world(vault).run("Docs/import.md", "Importing grants")
        let list = try await vault.vaultctl("grant", "list", "--json")
        #expect(list.output.contains("user:default/alice"))
        await vault.stop()
    }

    @Test func `the programs are replaced under a running vault`() async throws {
        let (sim, vault) = try await running()
        let daemon = try #require(vault.daemon)
        var shell = world(vault)
        shell.places = [
            ("/new/vaultd", "vaultd"), ("/etc/vaultd/vaultd.json5", vault.configurationPath),
            ("/var/backups/vaultd", vault.folder.path),
            ("systemctl kill --kill-whom=main -s SIGUSR2 vaultd", "kill -USR2 \(daemon.processID)"),
        ]
        try await shell.run("Docs/operations.md", "Upgrading")
        #expect(await vault.waitFor("READY=1"))
        #expect(try await vault.vaultctl("ping", "--quiet").ending == .exit(0))
        await vault.stop()
        withExtendedLifetime(sim) {}
    }

    @Test func `a client's own key`() async throws {
        var shell = DocumentShell(folder: folder)
        shell.places = [("chown vaultd", "chown \(geteuid())"), ("/etc/vaultd", folder.path)]
        try await shell.run("Docs/providers.md", "A key of one's own")
    }

    @Test func `the simulator's five minutes`() async throws {
        var shell = DocumentShell(folder: folder)
        shell.places = [
            (
                "vault-provider-sim --write-client-secret /tmp/secret --listen 127.0.0.1:9400",
                "mkfifo ready; vault-provider-sim --write-client-secret /tmp/secret --listen 127.0.0.1:9400 > ready & trap \"kill $!\" EXIT; head -n 1 ready"
            ),
            (
                #"-d '{"subject":"user:default/alice","scopes":["repo","read:user"]}'"#,
                #"-d '{"subject":"user:default/alice","scopes":["repo","read:user"]}' | tee minted"#
            ),
            ("-d refresh_token=srt_…", #"-d refresh_token="$(grep -o 'srt_[0-9A-Za-z_-]*' minted)""#),
            ("/tmp/secret", folder.file("secret")), ("127.0.0.1:9400", "127.0.0.1:\(FreePort.find())"),
        ]
        try await shell.run("Docs/simulator.md", "Five minutes")
    }
}

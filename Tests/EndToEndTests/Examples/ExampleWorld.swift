import Foundation
import Glibc
import TestHarness
import VaultClient

/// The example as its README has it: a real provider, a vault on the example's own configuration, and the backend between them.
final class ExampleWorld: Sendable {
    static let alice = "user:default/alice"
    static let cookie = "__Host-id"

    let server: AuthorizationServer
    let vault: TestVault
    let backend: NodeBackend
    /// Where the example has one.
    let plugin: NodeBackend?
    private let example: Example
    /// Speaks to the vault with the backend's rights.
    let client: VaultClient

    /// - Parameters:
    ///   - edits: what else is to be written into the vault's configuration, in the place of what.
    ///   - deadline: the seconds that the backend gives the vault for an answer.
    init(
        _ edits: KeyValuePairs<String, String> = [:], deadline: Int = 60, example: Example = .nodeBackend
    ) async throws {
        self.example = example
        server = try await InteropServers.forSigningIn()
        let grant = server.first
        vault = try await TestVault(providers: "")
        try vault.folder.write(grant.clientSecret ?? "", to: "idp.secret", mode: 0o400)
        let places: KeyValuePairs = [
            "/etc/vaultd/seal.key": vault.folder.file("seal.key"), "/var/lib/vaultd/vault.db": vault.storePath,
            "/var/log/vaultd/audit.jsonl": vault.auditPath, "/run/vaultd/admin/socket": vault.adminSocket,
            #"path: "/run/vaultd/workload/socket", mode: "0660", group: "vault""#: #"path: "\#(vault.workloadSocket)""#,
            "https://idp.example.com": grant.issuer, "/etc/vaultd/idp.secret": vault.folder.file("idp.secret"),
            #"client_id: "portal","#:
                #"client_id: "\#(grant.clientID)", revocation_endpoint: "\#(grant.revocationEndpoint)", deadline: "60s","#,
            Example.match(example.user): "uid: \(geteuid())",
        ]
        var text = try example.text("vaultd.json5", with: places)
        if let plugin = example.plugin {
            text = try Example.replace(Example.match(plugin.user), "uid: \(OtherUser.uid)", in: text)
        }
        for (old, new) in edits { text = try Example.replace(old, new, in: text) }
        try vault.folder.write(text, to: "vaultd.json5")
        if example.plugin != nil { try vault.openWorkloadSocketToEverybody() }
        try await vault.start()
        client = try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120)))

        try vault.folder.write(String(repeating: "k", count: 32), to: "attempt.key", mode: 0o400)
        plugin = try await example.startPlugin(on: vault, api: grant.userinfoEndpoint)
        var settings = try example.text(
            "settings.example.json",
            with: [
                #""port": \#(example.port)"#: #""port": 0"#, #""origin": "https://portal.example.com","#: "",
                "/run/vaultd/workload/socket": vault.workloadSocket, "https://idp.example.com": grant.issuer,
                #""client_id": "portal""#: #""client_id": "\#(grant.clientID)""#,
                "/etc/portal/idp.secret": "idp.secret", "/etc/portal/attempt.key": "attempt.key",
                #""vault_deadline_seconds": 15"#: #""vault_deadline_seconds": \#(deadline)"#,
                #""provider_deadline_seconds": 10"#: #""provider_deadline_seconds": 60"#, "offline_access": "mail",
            ])
        if let plugin, let port = example.plugin?.port {
            settings = try Example.replace("127.0.0.1:\(port)", "127.0.0.1:\(plugin.port)", in: settings)
        }
        try vault.folder.write(settings, to: "settings.json")
        backend = try await NodeBackend(
            example.folder.appendingPathComponent(example.server).path, settings: vault.folder.file("settings.json"))
    }

    // MARK: what tests do

    func browser(_ cookies: [String: String] = [:]) -> Browser { Browser(at: backend.port, cookies: cookies) }

    /// The path that the provider sends this browser back to, after its user has signed in there.
    func wayBack(
        of browser: Browser, _ change: (String) -> String = { $0 }
    ) async throws -> String {
        let address = change(try await browser.get(example.signIn).location)
        let location = try await server.authorize(address)
        return example.callback + "?" + (location.split(separator: "?").last.map(String.init) ?? "")
    }

    func signedIn() async throws -> Browser {
        let browser = browser()
        let answer = try await browser.get(try await wayBack(of: browser))
        guard (302...303).contains(answer.status) else {
            throw TestVault.Failed(what: "sign-in: \(answer.status) \(backend.log)")
        }
        return browser
    }

    func handle(of browser: Browser) async -> String? { await browser.cookies[Self.cookie] }

    /// Whether the vault knows the handle, by its own word.
    func isAlive(_ handle: String) async throws -> Bool {
        do throws(VaultClientError) {
            _ = try await client.session(SecretText(handle))
            return true
        } catch {
            guard case .refused(let refusal) = error, refusal.kind == .notFound else { throw error }
            return false
        }
    }

    func sessions() async throws -> [UserSession] {
        var query = SessionQuery()
        query.subject = Self.alice
        return try await client.listSessions(query).sessions
    }

    /// The access token that the backend gets in this session.
    func token(in handle: String) async throws -> String {
        let grant = GrantSelection.subject(Self.alice, provider: "idp", account: nil)
        return try await client.token(for: grant, session: SecretText(handle)).secret.unprotectedString()
    }

    /// Asks again and again until it is so, for a minute at most.
    func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while try await !isSo() {
            guard ContinuousClock.now < end else { throw TestVault.Failed(what: "not within a minute: \(what)") }
        }
    }

    /// Every token that the provider has given to the client.
    func tokens() async throws -> [String] { try await server.tokens(of: "basic") }
}

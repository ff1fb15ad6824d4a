import Synchronization
import Testing
import VaultCore
import VaultCrypto
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

/// Several client secrets: no live refresh token goes out with one that the provider may refuse.
@Suite(.timeLimit(.minutes(5))) struct SecretChoiceTests {
    private let clock = ManualClock()
    private static let files = ["first": "one", "second": "two"]

    private func client(_ server: SecretServer) -> OAuthProviderClient {
        let secrets = SecretCache(clock: clock) { (source) throws(SecretReadError) in
            guard case .credential(let name) = source, let text = Self.files[name] else { throw .empty }
            return Secret(copyingTextOf: text)
        }
        return OAuthProviderClient(fetching: server, secrets: secrets, signer: SodiumClientSigner(), clock: clock)
    }

    private func provider(_ names: String...) throws -> ProviderSettings {
        try Samples.provider {
            $0.authentication = .clientSecretPost
            $0.revocationEndpoint = "https://id.example/r"
            $0.clientSecrets = names.map { .credential(name: $0) }
        }
    }

    private func both() throws -> ProviderSettings { try provider("first", "second") }

    private func refresh(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> String {
        await client.refresh(
            RefreshRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt"), scopes: nil)
        ).word
    }

    private func revoke(_ client: OAuthProviderClient, _ provider: ProviderSettings) async -> RevocationOutcome {
        await client.revoke(RevocationRequest(provider: provider, refreshToken: Secret(copyingTextOf: "rt")))
    }

    @Test func `one secret is sent as it is, and nobody is asked about it`() async throws {
        let server = SecretServer(["one"])
        #expect(await refresh(client(server), try provider("first")) == "refreshed at 300")
        #expect(server.probes.isEmpty && server.live == ["one"])
    }

    @Test func `the one that is accepted is found before the live token goes out, once for a minute`() async throws {
        let server = SecretServer(["two"])
        let client = client(server)
        for _ in 0..<3 { #expect(await refresh(client, try both()) == "refreshed at 300") }
        #expect(await revoke(client, try both()) == .revoked)
        #expect(server.probes == ["one", "two"])
        #expect(server.live == ["two", "two", "two", "two"])
        clock.advance(seconds: 60)
        _ = await refresh(client, try both())
        #expect(server.probes == ["one", "two", "two"])
    }

    @Test func `a revocation asks first, too`() async throws {
        let server = SecretServer(["two"])
        #expect(await revoke(client(server), try both()) == .revoked)
        #expect(server.probes == ["one", "two"] && server.live == ["two"])
    }

    @Test func `of two that are accepted the first is used, after a wrong one was refused`() async throws {
        let server = SecretServer(["one", "two"])
        #expect(await refresh(client(server), try both()) == "refreshed at 300")
        #expect(server.live == ["one"])
        #expect(server.probes.count == 2 && server.probes[0] == "one" && server.probes[1].utf8.count == 44)
    }

    @Test func `when none is accepted the live token stays here, and the registration is at fault`() async throws {
        let server = SecretServer([])
        let client = client(server)
        #expect(await refresh(client, try both()) == "client invalid_client")
        #expect(await revoke(client, try both()) == .retry(.unreachable, afterSeconds: nil))
        #expect(server.live.isEmpty && server.probes == ["one", "two", "one", "two"])
    }

    @Test(arguments: [
        (Samples.reply(503), "transient server_error -"),
        (Samples.reply(429, retryAfter: "9"), "transient rate_limited 9"),
        (FetchOutcome.notSent(.connectionRefused), "transient unreachable -"),
        (FetchOutcome.unanswered(.deadline), "transient no_answer -"),
        (Samples.reply(200, #"{"access_token":"at"}"#), "transient bad_answer -"),
    ])
    func `an answer that tells nothing teaches nothing`(trouble: FetchOutcome, word: String) async throws {
        let server = SecretServer(["two"])
        server.answerProbes(with: trouble)
        let client = client(server)
        #expect(await refresh(client, try both()) == word)
        #expect(server.live.isEmpty && server.probes == ["one"])
        server.answerProbes(with: nil)
        #expect(await refresh(client, try both()) == "refreshed at 300")
    }

    @Test func `a server that looks at the token first is not guessed at`() async throws {
        let server = SecretServer(["two"], looksAtTokenFirst: true)
        let client = client(server)
        #expect(await refresh(client, try both()) == "client -")
        #expect(server.live.isEmpty)
        let problems = await client.probe(try both()).problems
        #expect(problems.last?.contains("cannot be told apart; name one") == true)
    }

    @Test func `a wordless 403 is a refusal of the secret, never of the token`() async throws {
        let server = SecretServer(["two"])
        server.answerProbes(with: Samples.reply(403, type: nil))
        #expect(await refresh(client(server), try both()) == "client -")
        #expect(server.live.isEmpty && server.probes == ["one", "two"])
    }

    /// Of the rollover's own moment one live token is the price, on a server that burns it.
    @Test func `a secret that ends while it is in use costs one request, and the next goes out with the other`()
        async throws
    {
        let server = SecretServer(["one"])
        let client = client(server)
        _ = await refresh(client, try both())
        server.accept(["two"])
        #expect(await refresh(client, try both()) == "transient server_error -")
        #expect(await refresh(client, try both()) == "refreshed at 300")
        #expect(server.live == ["one", "one", "two"])
    }

    @Test func `a revocation that met the end of a secret is tried again`() async throws {
        let server = SecretServer(["one"])
        let client = client(server)
        #expect(await revoke(client, try both()) == .revoked)
        server.accept(["two"])
        #expect(await revoke(client, try both()) == .retry(.serverError, afterSeconds: nil))
        #expect(await revoke(client, try both()) == .revoked)
        #expect(server.live == ["one", "one", "two"])
    }

    @Test func `a secret that ended more than a minute ago costs no live token`() async throws {
        let server = SecretServer(["one"])
        let client = client(server)
        _ = await refresh(client, try both())
        server.accept(["two"])
        clock.advance(seconds: 60)
        #expect(await refresh(client, try both()) == "refreshed at 300")
        #expect(server.live == ["one", "two"])
    }

    @Test func `after a reload, and for another entry, it is learnt anew in the order of the file`() async throws {
        let server = SecretServer(["one", "two"])
        let client = client(server)
        _ = await refresh(client, try both())
        #expect(server.live.last == "one")
        _ = await refresh(client, try provider("second", "first"))
        #expect(server.live.last == "two")
        let before = server.probes.count
        client.secrets.forgetAll()
        _ = await refresh(client, try provider("second", "first"))
        #expect(server.probes.count == before + 2)
    }

    @Test func `a secret that cannot be read stops no other, and alone it is the fault`() async throws {
        let server = SecretServer(["two"])
        #expect(await refresh(client(server), try provider("gone", "second")) == "refreshed at 300")
        #expect(server.probes.first == "two")
        let none = SecretServer(["two"])
        #expect(await refresh(client(none), try provider("gone", "lost")) == "client -")
        #expect(none.asked.isEmpty)
    }

    @Test func `all who wait share one search`() async throws {
        let gate = AsyncGate()
        let server = SecretServer(["two"], gate: { await gate.pass() })
        let begun = Begun()
        let client = client(server)
        let provider = try both()
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    begun.count.add(1, ordering: .relaxed)
                    return await refresh(client, provider)
                }
            }
            // Whoever would ask on its own has time to.
            while begun.count.load(ordering: .relaxed) < 8 || server.asked.isEmpty { await Task.yield() }
            for _ in 0..<1_000 { await Task.yield() }
            await gate.open()
            for await word in group { #expect(word == "refreshed at 300") }
        }
        #expect(server.probes == ["one", "two"])
        #expect(server.live == Array(repeating: "two", count: 8))
    }

    private final class Begun: Sendable {
        let count = Atomic(0)
    }
}

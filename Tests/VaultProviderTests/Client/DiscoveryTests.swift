import Testing
import VaultCore
import VaultFetchWire
import VaultTestSupport

@testable import VaultProvider

@Suite struct DiscoveryTests {
    private static let issuer = "https://id.example/one"
    private static let first = "https://id.example/one/.well-known/openid-configuration"
    private static let second = "https://id.example/.well-known/oauth-authorization-server/one"

    private static func document(
        issuer: String = issuer, token: String? = "https://id.example/t", revocation: String? = nil
    ) -> FetchOutcome {
        let members = [
            "\"issuer\":\"\(issuer)\"", token.map { "\"token_endpoint\":\"\($0)\"" },
            revocation.map { "\"revocation_endpoint\":\"\($0)\"" },
        ]
        return Samples.reply(200, "{" + members.compactMap { $0 }.joined(separator: ",") + "}")
    }

    private static func provider() throws -> ProviderSettings {
        try Samples.provider {
            $0.tokenEndpoint = nil
            $0.issuer = issuer
        }
    }

    private static func token(_ answers: [String: FetchOutcome]) async throws -> Result<String, MetadataError> {
        let discovery = Discovery(fetching: FakeFetching(answers), clock: ManualClock())
        let provider = try provider()
        do throws(MetadataError) {
            return .success(try await discovery.tokenEndpoint(of: provider))
        } catch {
            return .failure(error)
        }
    }

    @Test func `the endpoint is found at either well-known place`() async throws {
        #expect(try await Self.token([Self.first: Self.document()]) == .success("https://id.example/t"))
        #expect(
            try await Self.token([Self.first: Samples.reply(404), Self.second: Self.document()])
                == .success("https://id.example/t"))
        #expect(
            try await Self.token([Self.first: Samples.reply(404), Self.second: Samples.reply(404)])
                == .failure(.notFound))
    }

    @Test(arguments: [
        "https://id.example/one/", "https://id.example/One", "https://id.example", "HTTPS://id.example/one", "",
    ])
    func `an issuer that differs in a letter is refused`(issuer: String) async throws {
        #expect(try await Self.token([Self.first: Self.document(issuer: issuer)]) == .failure(.otherIssuer))
    }

    @Test(arguments: ["http://id.example/t", "https://u@id.example/t", "ftp://id.example/t", "/t"])
    func `an endpoint that a token must not go to is refused`(endpoint: String) async throws {
        #expect(try await Self.token([Self.first: Self.document(token: endpoint)]) == .failure(.unsafeEndpoint))
        #expect(try await Self.token([Self.first: Self.document(revocation: endpoint)]) == .failure(.unsafeEndpoint))
    }

    @Test func `a document that is none is refused`() async throws {
        #expect(try await Self.token([Self.first: Self.document(token: nil)]) == .failure(.noTokenEndpoint))
        #expect(try await Self.token([Self.first: Samples.reply(200, "<html>")]) == .failure(.malformed))
        #expect(
            try await Self.token([Self.first: Samples.reply(200, #"{"issuer":"a","issuer":"b"}"#)])
                == .failure(.malformed))
        #expect(try await Self.token([Self.first: Samples.reply(302)]) == .failure(.unreachable(.status(302))))
        #expect(try await Self.token([:]) == .failure(.unreachable(.notSent(.connectionRefused))))
    }

    @Test func `what the configuration names goes before what is found`() async throws {
        let fetching = FakeFetching([:])
        let discovery = Discovery(fetching: fetching, clock: ManualClock())
        let provider = try Samples.provider {
            $0.issuer = Self.issuer
            $0.revocationEndpoint = "https://id.example/r"
        }
        #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/token")
        #expect(try await discovery.revocationEndpoint(of: provider) == "https://id.example/r")
        #expect(fetching.urls.isEmpty)
    }

    @Test func `an endpoint of the configuration is held to the same rule`() async throws {
        let discovery = Discovery(fetching: FakeFetching([:]), clock: ManualClock())
        let provider = try Samples.provider { $0.tokenEndpoint = "http://id.example/t" }
        await #expect(throws: MetadataError.unsafeEndpoint) { try await discovery.tokenEndpoint(of: provider) }
    }

    @Test func `metadata is kept for an hour, and longer while it cannot be had anew`() async throws {
        let fetching = FakeFetching([Self.first: Self.document()])
        let clock = ManualClock()
        let discovery = Discovery(fetching: fetching, clock: clock)
        let provider = try Self.provider()
        for _ in 0..<3 { #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/t") }
        #expect(fetching.urls.count == 1)
        clock.advance(seconds: 3600)
        fetching.set(Self.first, Samples.reply(503))
        #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/t")
        #expect(fetching.urls.count == 2)
        #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/t")
        #expect(fetching.urls.count == 2)
        clock.advance(seconds: 10)
        fetching.set(Self.first, Self.document(token: "https://id.example/t2"))
        #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/t2")
    }

    @Test func `a failure is not asked for again at once`() async throws {
        let fetching = FakeFetching([:])
        let clock = ManualClock()
        let discovery = Discovery(fetching: fetching, clock: clock)
        let provider = try Self.provider()
        for _ in 0..<3 {
            await #expect(throws: MetadataError.self) { try await discovery.tokenEndpoint(of: provider) }
        }
        #expect(fetching.urls.count == 1)
        clock.advance(seconds: 10)
        fetching.set(Self.first, Self.document())
        #expect(try await discovery.tokenEndpoint(of: provider) == "https://id.example/t")
    }

    @Test func `many who ask at once cause one request`() async throws {
        let gate = AsyncGate()
        let fetching = FakeFetching([Self.first: Self.document()]) { await gate.pass() }
        let discovery = Discovery(fetching: fetching, clock: ManualClock())
        let provider = try Self.provider()
        let found = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? await discovery.tokenEndpoint(of: provider)) == "https://id.example/t" }
            }
            await gate.open()
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(found == 50)
        #expect(fetching.urls.count == 1)
    }
}

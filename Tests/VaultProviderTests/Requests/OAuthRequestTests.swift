import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

@Suite struct OAuthRequestTests {
    private static let token = Secret(copyingTextOf: "rt+1")

    private static func request(
        secret: String? = "s3cret", scopes: ScopeSet? = nil, _ change: (inout ProviderSettings) -> Void = { _ in }
    ) throws -> OutgoingRequest {
        let builder = OAuthRequest(
            provider: try Samples.provider(change), clientSecret: secret.map { Secret(copyingTextOf: $0) })
        return builder.refresh(token, scopes: scopes, at: "https://id.example/token")
    }

    private static func header(_ name: String, of request: OutgoingRequest) -> String? {
        request.headers.first { $0.name == name }.map { Samples.text($0.value) }
    }

    @Test func `basic authentication leaves the credentials out of the body`() throws {
        let request = try Self.request()
        #expect(request.method == .post)
        #expect(request.url == "https://id.example/token")
        #expect(Samples.text(request.body) == "grant_type=refresh_token&refresh_token=rt%2B1")
        #expect(Self.header("Authorization", of: request) == "Basic YXBwOnMzY3JldA==")
        #expect(Self.header("Content-Type", of: request) == "application/x-www-form-urlencoded")
        #expect(Self.header("Accept", of: request) == "application/json")
    }

    /// `ap:p` and `s/e+c` become `ap%3Ap:s%2Fe%2Bc` before base64, unless the entry says raw.
    @Test func `reserved characters in basic credentials are form-encoded unless the entry says raw`() throws {
        let encoded = try Self.request(secret: "s/e+c") { $0.clientID = "ap:p" }
        #expect(Self.header("Authorization", of: encoded) == "Basic YXAlM0FwOnMlMkZlJTJCYw==")
        let raw = try Self.request(secret: "s/e+c") {
            $0.clientID = "ap:p"
            $0.basicIsRaw = true
        }
        #expect(Self.header("Authorization", of: raw) == "Basic YXA6cDpzL2UrYw==")
    }

    @Test func `post authentication puts id and secret into the body and nowhere else`() throws {
        let request = try Self.request(secret: "s&1") { $0.authentication = .clientSecretPost }
        #expect(
            Samples.text(request.body)
                == "grant_type=refresh_token&refresh_token=rt%2B1&client_id=app&client_secret=s%261")
        #expect(Self.header("Authorization", of: request) == nil)
    }

    @Test func `a client without authentication sends its id alone`() throws {
        let request = try Self.request(secret: nil) { $0.authentication = .none }
        #expect(Samples.text(request.body) == "grant_type=refresh_token&refresh_token=rt%2B1&client_id=app")
        #expect(Self.header("Authorization", of: request) == nil)
    }

    @Test func `scope is sent only where it narrows this token alone`() throws {
        let scopes = try ScopeSet(["b", "a"])
        let lineage = try Self.request(scopes: scopes) { $0.narrowing = .lineage }
        #expect(!Samples.text(lineage.body).contains("scope"))
        let perToken = try Self.request(scopes: scopes) { $0.narrowing = .perToken }
        #expect(Samples.text(perToken.body).contains("&scope=a+b"))
        let unasked = try Self.request { $0.narrowing = .perToken }
        #expect(!Samples.text(unasked.body).contains("scope"))
    }

    @Test func `extra parameters go along, sorted, and cannot take the place of ours`() throws {
        let request = try Self.request {
            $0.extraParameters = [
                "resource": "https://api.example/", "audience": "a b", "scope": "all", "refresh_token": "other",
                "grant_type": "password", "client_id": "other", "client_secret": "x", "client_assertion": "x",
            ]
        }
        #expect(
            Samples.text(request.body)
                == "grant_type=refresh_token&refresh_token=rt%2B1&audience=a+b&resource=https%3A%2F%2Fapi.example%2F")
    }

    @Test func `a provider that answers in form encoding is asked for it`() throws {
        let request = try Self.request { $0.answerForm = .form }
        #expect(Self.header("Accept", of: request) == "application/x-www-form-urlencoded")
    }

    @Test func `a revocation names the token, its kind and the client`() throws {
        let builder = OAuthRequest(
            provider: try Samples.provider { $0.authentication = .clientSecretPost },
            clientSecret: Secret(copyingTextOf: "s"))
        let request = builder.revocation(Self.token, at: "https://id.example/revoke")
        #expect(
            Samples.text(request.body)
                == "token=rt%2B1&token_type_hint=refresh_token&client_id=app&client_secret=s")
    }

    @Test func `the longest token and secret still fit into a frame`() throws {
        let long = String(repeating: "+", count: Limits.tokenBytes)
        let builder = OAuthRequest(
            provider: try Samples.provider(), clientSecret: Secret(copyingTextOf: String(repeating: "/", count: 16_384))
        )
        let outgoing = builder.refresh(Secret(copyingTextOf: long), scopes: nil, at: "https://id.example/token")
        let request = FetchRequest(
            id: 1, method: outgoing.method, url: outgoing.url, headers: outgoing.headers, body: outgoing.body,
            deadlineMilliseconds: 1000, responseCap: outgoing.responseCap)
        #expect(throws: Never.self) { try request.frame() }
    }
}

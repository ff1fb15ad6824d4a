import Testing
import VaultCore
import VaultFetchWire

@testable import VaultProvider

/// A grant ends at its provider in the provider's own way.
struct RevocationStyleTests {
    private static let deletion = "https://api.github.com/applications/app/token"
    private static let token = "https://github.com/login/oauth/access_token"

    private static func provider(_ preset: String) throws -> ProviderSettings {
        try RecordedAnswerTests.provider(try #require(RecordedProvider.all.first { $0.preset == preset }))
    }

    private static func revoke(_ provider: ProviderSettings, _ fetching: FakeFetching) async -> RevocationOutcome {
        await RecordedAnswerTests.client(fetching).revoke(
            RevocationRequest(provider: provider, refreshToken: Secret(copyingTextOf: "ghr_1")))
    }

    private static func github(_ token: FetchOutcome, _ deletion: FetchOutcome) -> FakeFetching {
        FakeFetching([Self.token: token, Self.deletion: deletion])
    }

    private static let refreshed = Samples.reply(
        200, #"{"access_token":"ghu_2","expires_in":28800,"refresh_token":"ghr_2"}"#)

    @Test func `at GitHub the last access token is got and deleted, with Basic authentication`() async throws {
        let fetching = Self.github(Self.refreshed, Samples.reply(204, "", type: nil))
        #expect(await Self.revoke(try Self.provider("github-app"), fetching) == .revoked)
        #expect(fetching.urls == [Self.token, Self.deletion])
        let request = try #require(fetching.requests.last)
        #expect(request.method == .delete && Samples.text(request.body) == #"{"access_token":"ghu_2"}"#)
        let credentials = request.headers.first { $0.name == "Authorization" }.map { Samples.text($0.value) }
        #expect(credentials == "Basic YXBwOnMx")
    }

    @Test(arguments: [
        (Samples.reply(200, #"{"error":"bad_refresh_token"}"#), RevocationOutcome.revoked),
        (
            Samples.reply(200, #"{"error":"incorrect_client_credentials"}"#),
            .refused(ProviderErrorCode("incorrect_client_credentials"))
        ),
        (Samples.reply(429, "", retryAfter: "9"), .retry(.rateLimited, afterSeconds: 9)),
        (.unanswered(.connectionLost), .retry(.noAnswer, afterSeconds: nil)),
        (.notSent(.connectionRefused), .retry(.unreachable, afterSeconds: nil)),
    ])
    func `what hinders the refresh at GitHub hinders the revocation, and nothing is deleted`(
        reply: FetchOutcome, outcome: RevocationOutcome
    ) async throws {
        let fetching = Self.github(reply, Samples.reply(204))
        #expect(await Self.revoke(try Self.provider("github-app"), fetching) == outcome)
        #expect(fetching.urls == [Self.token])
    }

    @Test(arguments: [
        (503 as UInt16, RevocationOutcome.retry(.serverError, afterSeconds: nil)), (404, .refused(nil)),
        (422, .refused(nil)),
    ])
    func `a deletion that fails is told as one`(status: UInt16, outcome: RevocationOutcome) async throws {
        let fetching = Self.github(Self.refreshed, Samples.reply(status))
        #expect(await Self.revoke(try Self.provider("github-app"), fetching) == outcome)
    }

    @Test(arguments: ["slack", "atlassian", "bitbucket", "notion", "entra", "dex"])
    func `a provider that cannot be asked is not asked`(preset: String) async throws {
        let fetching = FakeFetching([:])
        #expect(await Self.revoke(try Self.provider(preset), fetching) == .notSupported)
        #expect(fetching.urls.isEmpty)
    }

    @Test func `elsewhere the refresh token is sent to the revocation endpoint`() async throws {
        let fetching = FakeFetching(["https://gitlab.com/oauth/revoke": Samples.reply(200, "{}")])
        #expect(await Self.revoke(try Self.provider("gitlab"), fetching) == .revoked)
        #expect(fetching.bodies == ["token=ghr_1&token_type_hint=refresh_token&client_id=app&client_secret=s1"])
    }
}

import TestHarness
import Testing
import VaultJSON

@testable import vault_provider_sim

/// A profile words what the model decides as its provider would.
@Suite struct ProfileTests {
    private static func simulator(_ profile: String) throws -> BareSimulator {
        let profile = try #require(Profile(profile))
        return BareSimulator {
            $0.profile = profile
            $0.defaults = profile.rules
        }
    }

    @Test func `GitHub answers in forms, and refuses with status 200`() throws {
        let bare = try Self.simulator("github-app")
        let token = try bare.mint().refreshToken
        let answer = bare.refresh(token)
        #expect(
            answer.status == 200 && answer.text.hasPrefix("access_token=sat_") && answer.text.contains("scope=a%2Cb"))
        let again = bare.refresh(token)
        #expect(again.status == 200 && again.text.hasPrefix("error=bad_refresh_token&"))
        let wrong = bare.refresh(token, authorization: "Basic eDp5")
        #expect(wrong.status == 200 && wrong.text.hasPrefix("error=incorrect_client_credentials&"))
        #expect(bare.post("/revoke", "token=\(token)").status == 404)
    }

    @Test func `GitHub deletes access tokens, and knows only living ones`() throws {
        let bare = try Self.simulator("github-app")
        let body = "access_token=\(try bare.mint().accessToken)"
        func delete(_ authorization: String?) -> HTTPResponse {
            bare.send(.of("DELETE", "/applications/vault/token", body, authorization: authorization))
        }
        #expect(delete(nil).text.hasPrefix("error=incorrect_client_credentials&"))
        #expect(delete(BareSimulator.good).status == 204)
        #expect(delete(BareSimulator.good).status == 404)
        let standard = BareSimulator()
        #expect(
            standard.send(.of("DELETE", "/applications/vault/token", "", authorization: BareSimulator.good)).status
                == 404)
    }

    @Test func `Slack says in each answer whether it is one`() throws {
        let bare = try Self.simulator("slack")
        let token = try bare.mint().refreshToken
        #expect(try bare.refresh(token).json()["ok"]?.bool == true)
        let refused = bare.refresh(token)
        #expect(
            try refused.json()["ok"]?.bool == false && refused.error == "invalid_refresh_token" && refused.status == 200
        )
    }

    @Test func `Salesforce says nothing of a life, and Entra keeps old tokens good`() throws {
        let salesforce = try Self.simulator("salesforce")
        #expect(try salesforce.refresh(salesforce.mint().refreshToken).json()["expires_in"] == nil)
        let entra = try Self.simulator("entra")
        let token = try entra.mint().refreshToken
        let answers = try (0..<3).map { _ in try entra.refresh(token).json()["refresh_token"]?.string }
        #expect(Set(answers).count == 3 && !answers.contains(token))
    }
}

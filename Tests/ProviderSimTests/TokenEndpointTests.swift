import Foundation
import TestHarness
import Testing
import VaultJSON

@testable import vault_provider_sim

@Suite struct TokenEndpointTests {
    @Test func `a refresh answers as RFC 6749 says`() throws {
        let bare = BareSimulator()
        let answer = bare.refresh(try bare.mint().refreshToken)
        let json = try answer.json()
        #expect(answer.status == 200)
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(json["token_type"]?.string == "Bearer")
        #expect(json["expires_in"]?.integer == 3600)
        #expect(json["scope"]?.string == "a b")
        #expect(json["refresh_token"]?.string?.hasPrefix("srt_") == true)
        #expect(json["id_token"] == nil)
        #expect(json["refresh_token_expires_in"] == nil)
    }

    @Test func `without rotation no refresh token is sent`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint(",\"rotation\":\"none\",\"refresh_token_ttl\":50")
        let json = try bare.refresh(minted.refreshToken).json()
        #expect(json["refresh_token"] == nil)
        #expect(json["refresh_token_expires_in"]?.integer == 50)
    }

    @Test func `a pair that is repeated in its grace has aged`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint(",\"rotation\":\"grace:30\"")
        let first = try bare.refresh(minted.refreshToken).json()
        bare.now += 20_000_000
        let again = try bare.refresh(minted.refreshToken).json()
        #expect(again["access_token"]?.string == first["access_token"]?.string)
        #expect(again["refresh_token"]?.string == first["refresh_token"]?.string)
        #expect(again["expires_in"]?.integer == 3580)
    }

    @Test func `a wrong client is 401 with a challenge and touches no token`() throws {
        let bare = BareSimulator()
        let token = try bare.mint().refreshToken
        for authorization in [nil, "Basic dmF1bHQ6d3Jvbmc="] {
            let answer = bare.refresh(token, authorization: authorization)
            #expect(answer.status == 401)
            #expect(answer.error == "invalid_client")
            #expect(answer.header("WWW-Authenticate")?.hasPrefix("Basic") == true)
        }
        #expect(bare.refresh(token).status == 200)
    }

    @Test func `a client may authenticate in the body`() throws {
        let bare = BareSimulator()
        let token = try bare.mint().refreshToken
        let more = "&client_id=vault&client_secret=secret"
        #expect(bare.refresh(token, more, authorization: nil).status == 200)
    }

    @Test(arguments: [
        ("grant_type=authorization_code&code=x", "unsupported_grant_type"), ("", "unsupported_grant_type"),
        ("grant_type=refresh_token", "invalid_request"), ("grant_type=refresh_token&refresh_token=", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=a&refresh_token=b", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=%zz", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=nobody", "invalid_grant"),
    ])
    func `a bad request has its error`(body: String, error: String) {
        let bare = BareSimulator()
        let answer = bare.post("/token", body)
        #expect(answer.status == 400)
        #expect(answer.error == error)
    }

    @Test func `a scope that was not granted is refused`() throws {
        let bare = BareSimulator()
        let token = try bare.mint().refreshToken
        #expect(bare.refresh(token, "&scope=a+c").error == "invalid_scope")
        #expect(try bare.refresh(token, "&scope=b").json()["scope"]?.string == "b")
    }

    @Test func `revocation is 200 whether there was something to revoke or not`() throws {
        let bare = BareSimulator()
        let token = try bare.mint().refreshToken
        #expect(bare.post("/revoke", "token=nobody").status == 200)
        #expect(bare.post("/revoke", "token=\(token)&token_type_hint=access_token").status == 200)
        #expect(bare.refresh(token).error == "invalid_grant")
        #expect(bare.post("/revoke", "token=\(token)", authorization: nil).status == 401)
        #expect(bare.post("/revoke", "").error == "invalid_request")
    }

    @Test func `an access token opens userinfo until it is ended`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        let good = bare.get("/userinfo", authorization: "Bearer \(minted.accessToken)")
        #expect(try good.json()["subject"]?.string == "user:default/alice")
        _ = bare.post("/sim/kill", "{\"lineage\":\(minted.lineage),\"access_tokens_only\":true}")
        let bad = bare.get("/userinfo", authorization: "Bearer \(minted.accessToken)")
        #expect(bad.status == 401)
        #expect(bare.refresh(minted.refreshToken).status == 200)
    }

    @Test(arguments: ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
    func `discovery names the issuer and the endpoints`(path: String) throws {
        let bare = BareSimulator()
        let json = try bare.get(path).json()
        #expect(json["issuer"]?.string == "http://127.0.0.1:1")
        #expect(json["token_endpoint"]?.string == "http://127.0.0.1:1/token")
        #expect(json["revocation_endpoint"]?.string == "http://127.0.0.1:1/revoke")
        let methods = json["token_endpoint_auth_methods_supported"]?.elements?.compactMap(\.string)
        #expect(methods == ["client_secret_basic", "client_secret_post"])
    }

    @Test func `a wrong method is told the right one`() {
        let bare = BareSimulator()
        let answer = bare.get("/token")
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "POST")
    }

    @Test func `an id token names the subject, and its next one the changed subject`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint(",\"id_token\":true,\"sub\":\"s-1\",\"tid\":\"t-1\",\"rotation\":\"none\"")
        let first = try claims(bare.refresh(minted.refreshToken))
        #expect(first["sub"]?.string == "s-1")
        #expect(first["tid"]?.string == "t-1")
        #expect(first["iss"]?.string == "http://127.0.0.1:1")
        #expect(first["aud"]?.string == "vault")
        _ = bare.post("/sim/identity", "{\"lineage\":\(minted.lineage),\"sub\":\"s-2\"}")
        let second = try claims(bare.refresh(minted.refreshToken))
        #expect(second["sub"]?.string == "s-2")
        #expect(second["tid"] == nil)
    }

    private func claims(_ answer: HTTPResponse) throws -> JSONValue {
        let token = try #require(try answer.json()["id_token"]?.string)
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3)
        var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        return try JSONDocument(parsing: #require(Base64.decode(text))).root
    }
}

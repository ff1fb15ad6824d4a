import Testing
import VaultCore

@testable import VaultWire

struct RequestTests {
    static let handle = GrantID(rawValue: 7)?.handle ?? ""

    @Test func `grant put carries every member`() throws {
        guard
            case .grantPut(let put) = try request(
                .grantPut,
                #"""
                {"subject":"user:default/alice","provider":"github","account":"42","scopes":["b","a","b"],
                 "refresh_token":"r\/1","refresh_token_expires_at":2000,"access_token":"a1","access_token_expires_at":1000,
                 "labels":{"team":"web","empty":""},"pin":{"sub":"s","tid":"t"},
                 "acr":"urn:c","amr":["pwd","otp"],"auth_time":900}
                """#)
        else {
            Issue.record("another request")
            return
        }
        #expect(
            try put.key
                == GrantKey(
                    subject: Subject("user:default/alice"), provider: ProviderName("github"), account: Account("42")))
        #expect(put.scopes.scopes == ["a", "b"])
        #expect(text(put.refreshToken) == "r/1")
        #expect(put.refreshTokenExpiresAt == Timestamp(seconds: 2000))
        #expect(text(put.accessToken) == "a1")
        #expect(put.accessTokenExpiresAt == Timestamp(seconds: 1000))
        #expect(try put.labels == [Label(name: "team", value: "web"), Label(name: "empty", value: "")])
        #expect(put.pin == SubjectPin(sub: "s", tenant: "t"))
        #expect(put.authentication == (try Authentication(acr: "urn:c", amr: ["pwd", "otp"], seconds: 900)))
    }

    @Test func `what grant put leaves out is unknown or empty`() throws {
        guard
            case .grantPut(let put) = try request(
                .grantPut, #"{"subject":"s","provider":"p","refresh_token":"r","account":null}"#)
        else {
            Issue.record("another request")
            return
        }
        #expect(put.key.account == .unknown && put.scopes.isEmpty && put.labels.isEmpty && put.pin == .none)
        #expect(put.authentication == .unknown)
        #expect(put.accessToken == nil && put.accessTokenExpiresAt == nil && put.refreshTokenExpiresAt == nil)
    }

    @Test(arguments: [
        (#"{"provider":"p","refresh_token":"r"}"#, "subject"),
        (#"{"subject":"","provider":"p","refresh_token":"r"}"#, "subject"),
        (#"{"subject":7,"provider":"p","refresh_token":"r"}"#, "subject"),
        (#"{"subject":"s","refresh_token":"r"}"#, "provider"),
        (#"{"subject":"s","provider":"P","refresh_token":"r"}"#, "provider"),
        (#"{"subject":"s","provider":"p"}"#, "refresh_token"),
        (#"{"subject":"s","provider":"p","refresh_token":""}"#, "refresh_token"),
        (#"{"subject":"s","provider":"p","refresh_token":"a\nb"}"#, "refresh_token"),
        (#"{"subject":"s","provider":"p","refresh_token":"ä"}"#, "refresh_token"),
        (#"{"subject":"s","provider":"p","refresh_token":["r"]}"#, "refresh_token"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","account":""}"#, "account"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","scopes":"a"}"#, "scopes"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","scopes":["a b"]}"#, "scopes"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","scopes":[]}"#, "scopes"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","labels":["a"]}"#, "labels"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","labels":{"a":1}}"#, "labels"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","labels":{"":"x"}}"#, "labels"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","access_token":"a"}"#, "access_token_expires_at"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","access_token_expires_at":1}"#, "access_token"),
        (
            #"{"subject":"s","provider":"p","refresh_token":"r","refresh_token_expires_at":1767225600000}"#,
            "refresh_token_expires_at"
        ),
        (
            #"{"subject":"s","provider":"p","refresh_token":"r","refresh_token_expires_at":1.5}"#,
            "refresh_token_expires_at"
        ),
        (#"{"subject":"s","provider":"p","refresh_token":"r","acr":""}"#, "acr"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","acr":["x"]}"#, "acr"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","amr":"otp"}"#, "amr"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","amr":["otp",7]}"#, "amr"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","amr":["o\nt"]}"#, "amr"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","auth_time":-1}"#, "auth_time"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","auth_time":"now"}"#, "auth_time"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","auth_time":1767225600000}"#, "auth_time"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","pin":"x"}"#, "pin"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","pin":{"sub":1}}"#, "pin.sub"),
        (#"{"subject":"s","provider":"p","refresh_token":"r","pin":{"tid":""}}"#, "pin.tid"),
    ])
    func `grant put refuses what breaks a rule and names it`(params: String, field: String) throws {
        #expect(try refusal(.grantPut, params)?.field == field)
    }

    @Test(arguments: ["refresh_token", "access_token"])
    func `tokens may have 16 KiB and not one byte more`(name: String) throws {
        func params(_ length: Int) -> String {
            let other = name == "access_token" ? #""refresh_token":"r","access_token_expires_at":1,"# : ""
            return #"{"subject":"s","provider":"p",\#(other)"\#(name)":"\#(String(repeating: "t", count: length))"}"#
        }
        #expect(try refusal(.grantPut, params(16 * 1024)) == nil)
        #expect(try refusal(.grantPut, params(16 * 1024 + 1))?.field == name)
    }

    @Test func `caps on subject, scopes and labels hold to the byte`() throws {
        func put(_ more: String, subject: String = "s") -> String {
            #"{"subject":"\#(subject)","provider":"p","refresh_token":"r"\#(more)}"#
        }
        func scopes(_ count: Int) -> String {
            ",\"scopes\":[" + (0..<count).map { "\"s\($0)\"" }.joined(separator: ",") + "]"
        }
        func labels(_ count: Int) -> String {
            ",\"labels\":{" + (0..<count).map { "\"l\($0)\":\"\"" }.joined(separator: ",") + "}"
        }
        #expect(try refusal(.grantPut, put("", subject: String(repeating: "s", count: 512))) == nil)
        #expect(try refusal(.grantPut, put("", subject: String(repeating: "s", count: 513)))?.field == "subject")
        #expect(try refusal(.grantPut, put(scopes(64))) == nil)
        #expect(try refusal(.grantPut, put(scopes(65)))?.field == "scopes")
        #expect(try refusal(.grantPut, put(labels(32))) == nil)
        #expect(try refusal(.grantPut, put(labels(33)))?.field == "labels")
    }

    @Test func `a selector is a handle, or subject and provider, never both`() throws {
        guard case .grantLookup(.id(let id)) = try request(.grantLookup, #"{"grant":"\#(Self.handle)"}"#),
            case .grantRevoke(.subject(let subject, let provider, let account), let wait) = try request(
                .grantRevoke, #"{"subject":"s","provider":"p","account":"a","wait_ms":600000}"#)
        else {
            Issue.record("another request")
            return
        }
        #expect(id.rawValue == 7)
        #expect(subject.text == "s" && provider.text == "p" && account?.text == "a" && wait == 600_000)
        #expect(try refusal(.grantRevoke, #"{"grant":"\#(Self.handle)","wait_ms":600001}"#)?.field == "wait_ms")
        #expect(try refusal(.grantLookup, #"{"grant":"\#(Self.handle)","provider":"p"}"#)?.field == "grant")
        #expect(try refusal(.grantLookup, "{}")?.field == "grant")
        #expect(try refusal(.grantLookup, #"{"subject":"s"}"#)?.field == "provider")
        #expect(try refusal(.grantLookup, #"{"grant":"vgr_0000000000001abcdefg"}"#)?.field == "grant")
    }

    @Test func `token get reads its options`() throws {
        guard
            case .tokenGet(let get) = try request(
                .tokenGet, #"{"grant":"\#(Self.handle)","scopes":["a"],"min_ttl_seconds":86400,"force_refresh":true}"#),
            case .tokenGet(let plain) = try request(.tokenGet, #"{"grant":"\#(Self.handle)"}"#)
        else {
            Issue.record("another request")
            return
        }
        #expect(get.scopes?.scopes == ["a"] && get.minimumLifeSeconds == 86400 && get.forceRefresh)
        #expect(plain.scopes == nil && plain.minimumLifeSeconds == nil && !plain.forceRefresh)
    }

    @Test(arguments: ["-1", "86401", "1.0", "\"60\"", "true"])
    func `a life that is no whole number of seconds up to a day is refused`(value: String) throws {
        #expect(
            try refusal(.tokenGet, #"{"grant":"\#(Self.handle)","min_ttl_seconds":\#(value)}"#)?.field
                == "min_ttl_seconds")
    }

    @Test func `token reject needs the token that was refused`() throws {
        #expect(try refusal(.tokenReject, #"{"grant":"\#(Self.handle)"}"#)?.field == "access_token")
        guard
            case .tokenReject(let rejection) = try request(
                .tokenReject, #"{"grant":"\#(Self.handle)","access_token":"a\u0041"}"#)
        else {
            Issue.record("another request")
            return
        }
        #expect(text(rejection.accessToken) == "aA")
    }

    @Test func `grant list reads its filter`() throws {
        guard
            case .grantList(let filter) = try request(
                .grantList,
                #"{"subject":"s","provider":"p","status":"reauth_required","label":{"name":"n","value":"v"},"limit":500,"cursor":"\#(Self.handle)"}"#
            ),
            case .grantList(let all) = try request(.grantList, "{}")
        else {
            Issue.record("another request")
            return
        }
        #expect(filter.subject?.text == "s" && filter.providers?.map(\.text) == ["p"] && filter.isActive == false)
        #expect(
            try filter.label == Label(name: "n", value: "v") && filter.limit == 500 && filter.after?.id.rawValue == 7)
        #expect(all.subject == nil && all.providers == nil && all.isActive == nil && all.label == nil)
        #expect(all.after == nil && all.limit == 100)
    }

    @Test(arguments: [
        (#"{"status":"dead"}"#, "status"), (#"{"label":"n"}"#, "label"), (#"{"label":{"name":"n"}}"#, "label"),
        (#"{"limit":0}"#, "limit"), (#"{"limit":501}"#, "limit"), (#"{"cursor":"x"}"#, "cursor"),
        (#"{"label":{"name":"","value":"v"}}"#, "label"),
    ])
    func `grant list refuses a filter that means nothing`(params: String, field: String) throws {
        #expect(try refusal(.grantList, params)?.field == field)
    }

    @Test func `an error never holds the value`() throws {
        let params = #"{"subject":"s","provider":"p","refresh_token":"ghr_secret\u0007"}"#
        let error = try #require(try refusal(.grantPut, params))
        #expect(!"\(error)".contains("ghr_"))
    }
}

import Testing
import VaultCore
import VaultJSON

@testable import VaultWire

struct ReplyTests {
    @Test func `a token is written in the order of the cached reply`() throws {
        let text = written(
            .token(try Sample.token(), now: Timestamp(milliseconds: 940_500)), id: .json(Array("\"x\"".utf8)))
        #expect(
            text
                == #"{"jsonrpc":"2.0","id":"x","result":{"access_token":"a/\"\\b","token_type":"Bearer","grant":"\#(RequestTests.handle)","#
                + #""generation":3,"scopes":["gist","repo"],"expires_at":1000,"expires_in":59}}"#)
    }

    @Test func `a token that is over has no seconds left rather than less`() throws {
        #expect(written(.token(try Sample.token(), now: Timestamp(seconds: 2_000))).hasSuffix(#""expires_in":0}}"#))
    }

    @Test func `a grant tells everything but its secrets`() throws {
        #expect(
            written(.grant(try Sample.grant()))
                == #"{"jsonrpc":"2.0","id":1,"result":{"grant":"\#(RequestTests.handle)","subject":"user:default/alice","provider":"github","#
                + #""account":"4711","status":"active","generation":3,"scopes":["gist","repo"],"labels":{"team":"w\"eb"},"#
                + #""pin":{"sub":"s","tid":"t"},"acr":"urn:c","amr":["pwd","otp"],"auth_time":90,"created_at":100,"updated_at":200,"minted_at":300,"last_used_at":400,"#
                + #""refresh_token_expires_at":500}}"#)
    }

    @Test func `what is not known about a grant is absent`() throws {
        var grant = try Sample.grant()
        grant = Grant(
            id: grant.id, subject: grant.subject, provider: grant.provider, account: .unknown, scopes: .empty,
            status: .reauthRequired(.lostRotation), createdAt: grant.createdAt, updatedAt: grant.updatedAt)
        let text = written(.grant(grant))
        #expect(text.contains(#""status":"reauth_required","reason":"lost_rotation""#))
        for absent in [
            "account", "pin", "acr", "amr", "auth_time", "minted_at", "last_used_at", "refresh_token_expires_at",
        ] {
            #expect(!text.contains(absent))
        }
    }

    @Test func `the cursor of a page is taken back by grant list`() throws {
        let page = GrantPage(grants: [try Sample.grant()], next: try Sample.place())
        let reply = try JSONDocument(parsing: Array(written(.grants(page)).utf8)).root
        let cursor = try #require(reply["result"]?["next_cursor"]?.string)
        guard case .grantList(let filter) = try request(.grantList, #"{"cursor":"\#(cursor)"}"#) else { return }
        #expect(try filter.after == Sample.place())
        #expect(!written(.grants(GrantPage(grants: [], next: nil))).contains("next_cursor"))
    }

    @Test func `a provider's registration is not told`() throws {
        let text = written(.providers([ListedProvider(try Sample.provider(.rotatesWithGrace(seconds: 30)))]))
        #expect(text.contains(#""rotation":"rotates_with_grace","rotation_grace_seconds":30"#))
        #expect(!text.contains("client-id-1") && !text.contains("/secret/path"))
    }

    @Test(arguments: ["1", "\"id\"", "null"], [0, 7, 10, 99, 100, 3_600, 86_399, -1, -120, Int64.max, Int64.min])
    func `a frame copied for the cached reply is the line that would be written`(id: String, seconds: Int64) throws {
        let head = Array(#"{"access_token":"a","expires_in":"#.utf8)
        let expected =
            #"{"jsonrpc":"2.0","id":\#(id),"result":{"access_token":"a","expires_in":\#(max(0, seconds))}}"# + "\n"
        let id = Array(id.utf8)
        let line = id.withUnsafeBytes { id in
            head.withUnsafeBytes { head in
                let frame = TokenReplyFrame(id: id, head: head, secondsLeft: seconds)
                return [UInt8](unsafeUninitializedCapacity: frame.maximumBytes) { space, count in
                    count = frame.write(
                        to: UnsafeMutableRawBufferPointer(start: space.baseAddress, count: frame.maximumBytes))
                }
            }
        }
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }
}

import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// What front ends are promised about time, caches and erasing, on the wire.
@Suite(.timeLimit(.minutes(5))) struct SessionPromiseTests {
    private let vault: SpineBench

    init() throws { vault = try SpineBench() }

    private func ask(_ method: String, _ params: String) async throws -> ReplyLine {
        try await vault.ask(call(method, params: params))
    }

    /// What a client might say about time, wherever it may say anything.
    private static let claimed = """
        ,"now":1,"created_at":1,"last_seen_at":99999999999,"ends_at":99999999999,"expires_at":99999999999,"idle":"30d",\
        "absolute":"90d","idle_seconds":9999999,"absolute_seconds":9999999,"date":"Fri, 31 Dec 9999 23:59:59 GMT"
        """

    private func times(_ reply: ReplyLine) -> [Int?] {
        ["created_at", "last_seen_at", "ends_at", "expires_at"].map { reply.result?[$0] as? Int }
    }

    @Test func `req 36 what a client says about time is ignored, and the vault's clock ends the session`() async throws
    {
        let clock = vault.bench.wallClock
        let start = Int(clock.now().seconds)
        let made = try await ask(
            "session.create", #"{"subject":"user:default/alice","auth_time":\#(start - 7_200)\#(Self.claimed)}"#)
        #expect(times(made) == [start, start, start + 1_800, start + 28_800])
        clock.advance(seconds: 900)
        let old = try #require(made.result?["session"] as? String)
        let renewed = try await ask("session.renew", #"{"session":"\#(old)"\#(Self.claimed)}"#)
        #expect(times(renewed) == [start, start + 900, start + 2_700, start + 28_800])
        let handle = try #require(renewed.result?["session"] as? String)
        let params = #"{"session":"\#(handle)"\#(Self.claimed)}"#
        clock.advance(seconds: 1_799)
        #expect(
            times(try await ask("session.lookup", params)) == [start, start + 2_699, start + 4_499, start + 28_800])
        clock.advance(seconds: 1_800)
        #expect(try await ask("session.lookup", params).errorType == "not_found")
    }

    @Test func `req 38 each answer that gives a handle says no-store, and no other answer has one`() async throws {
        let made = try await ask("session.create", #"{"subject":"user:default/alice"}"#)
        let first = try #require(made.result?["session"] as? String)
        let renewed = try await ask("session.renew", #"{"session":"\#(first)"}"#)
        let second = try #require(renewed.result?["session"] as? String)
        for reply in [made, renewed] { #expect(reply.result?["cache_control"] as? String == "no-store") }
        let others = [
            call("session.lookup", params: #"{"session":"\#(second)"}"#),
            call("session.list", params: #"{"subject":"user:default/alice"}"#),
            call("subject.show", params: #"{"subject":"user:default/alice"}"#),
            call("session.renew", params: #"{"session":"\#(first)"}"#),
            call("session.revoke", params: #"{"session":"\#(second)"}"#),
            call("session.lookup", params: #"{"session":"\#(second)"}"#),
        ]
        for other in others {
            let answer = try await vault.answer(other)
            #expect(!answer.contains("vse_"), "\(answer)")
        }
    }

    @Test func `req 41 a signed out handle is dead in the next call, and the answer has the browser erase it`()
        async throws
    {
        let made = try await ask("session.create", #"{"subject":"user:default/alice"}"#)
        let handle = try #require(made.result?["session"] as? String)
        for _ in 0..<2 {
            #expect(try await ask("session.lookup", #"{"session":"\#(handle)"}"#).errorType == nil)
        }
        let ended = try await ask("session.revoke", #"{"session":"\#(handle)"}"#)
        #expect(
            ended.result?["set_cookie"] as? String == "__Host-id=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
        for method in ["session.lookup", "session.renew", "session.revoke"] {
            #expect(try await ask(method, #"{"session":"\#(handle)"}"#).errorType == "not_found", "\(method)")
        }
    }
}

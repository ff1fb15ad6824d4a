import TestHarness
import Testing
import VaultJSON

@testable import vault_provider_sim

@Suite struct FaultTests {
    private func set(_ bare: BareSimulator, _ fault: String) {
        let answer = bare.post("/sim/faults", "{\"faults\":[\(fault)]}")
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func `an answer of the test's own making replaces the real one and spends no token`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(
            bare,
            "{\"kind\":\"answer\",\"status\":429,\"retry_after\":\"2\",\"content_type\":\"text/html\",\"body\":\"<p>\",\"count\":1}"
        )
        let answer = bare.refresh(minted.refreshToken)
        #expect(answer.status == 429)
        #expect(answer.header("Retry-After") == "2")
        #expect(answer.header("Content-Type") == "text/html")
        #expect(answer.text == "<p>")
        #expect(bare.simulator.model.lineages[1]?.generation == 1)
        #expect(bare.simulator.log.entries(for: LogQuery())[0].verdict == nil)
        #expect(bare.refresh(minted.refreshToken).status == 200)
    }

    @Test func `after processing the rotation has happened and its answer is lost`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(bare, "{\"kind\":\"answer\",\"status\":502,\"when\":\"after\",\"count\":1}")
        #expect(bare.refresh(minted.refreshToken).status == 502)
        #expect(bare.simulator.model.lineages[1]?.generation == 2)
        #expect(bare.refresh(minted.refreshToken).error == "invalid_grant")
    }

    @Test(arguments: [("before", 1), ("after", 2)])
    func `a drop happens before or after the rotation`(when: String, generation: Int) throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(bare, "{\"kind\":\"drop\",\"when\":\"\(when)\"}")
        _ = bare.refresh(minted.refreshToken)
        #expect(bare.simulator.model.lineages[1]?.generation == generation)
    }

    @Test func `a redirect says where to`() throws {
        let bare = BareSimulator()
        set(bare, "{\"kind\":\"answer\",\"status\":307,\"location\":\"http://127.0.0.1:2/\"}")
        let answer = bare.refresh(try bare.mint().refreshToken)
        #expect(answer.status == 307)
        #expect(answer.header("Location") == "http://127.0.0.1:2/")
    }

    @Test func `an error can quote the token`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(bare, "{\"kind\":\"quote_token\",\"count\":1}")
        let answer = bare.refresh(minted.refreshToken)
        #expect(answer.error == "invalid_grant")
        #expect(answer.text.contains(minted.refreshToken))
        #expect(!bare.get("/sim/log").text.contains(minted.refreshToken))
        #expect(bare.refresh(minted.refreshToken).status == 200)
    }

    @Test func `so can a server error`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(bare, "{\"kind\":\"quote_token\",\"status\":500}")
        let answer = bare.refresh(minted.refreshToken)
        #expect(answer.status == 500)
        #expect(answer.error == "server_error")
        #expect(answer.text.contains(minted.refreshToken))
    }

    @Test func `a fault can choose the subject whose token comes`() throws {
        let bare = BareSimulator()
        let alice = try bare.mint()
        let bob = try Minted(bare.post("/sim/mint", "{\"subject\":\"user:default/bob\"}").json())
        set(bare, "{\"kind\":\"answer\",\"status\":503,\"subject\":\"user:default/bob\"}")
        #expect(bare.refresh(alice.refreshToken).status == 200)
        #expect(bare.refresh(bob.refreshToken).status == 503)
    }

    @Test func `the log names the fault`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        set(bare, "{\"kind\":\"deep\",\"levels\":3}")
        _ = bare.refresh(minted.refreshToken)
        let entry = bare.simulator.log.entries(for: LogQuery())[0]
        #expect(entry.fault == .deep)
        #expect(entry.verdict == .refreshed)
    }

    @Test func `setting faults replaces them, adding keeps them`() {
        let bare = BareSimulator()
        set(bare, "{\"kind\":\"drop\"}")
        set(bare, "{\"kind\":\"form\"}")
        #expect(bare.simulator.faults.rules.map(\.kind) == [.form])
        _ = bare.post("/sim/faults", "{\"add\":true,\"faults\":[{\"kind\":\"drop\"}]}")
        #expect(bare.simulator.faults.rules.map(\.kind) == [.form, .drop])
        _ = bare.post("/sim/faults", "{\"faults\":[]}")
        #expect(bare.simulator.faults.rules.isEmpty)
    }

    @Test(arguments: [
        ("{\"kind\":\"latency\",\"latency_ms\":5}", Fault.latency), ("{\"kind\":\"hold\"}", .hold(.before)),
        ("{\"kind\":\"hold\",\"when\":\"after\"}", .hold(.after)),
        ("{\"kind\":\"truncated\",\"keep\":3}", .truncated(keep: 3)), ("{\"kind\":\"huge\"}", .huge(bytes: nil)),
        ("{\"kind\":\"huge\",\"bytes\":9}", .huge(bytes: 9)),
        ("{\"kind\":\"drip\",\"every_ms\":3,\"head\":true}", .drip(everyMilliseconds: 3, head: true)),
        ("{\"kind\":\"member\",\"name\":\"x\"}", .bent(.replace(name: "x", raw: nil))),
        ("{\"kind\":\"member\",\"name\":\"x\",\"raw\":\"-1\"}", .bent(.replace(name: "x", raw: Array("-1".utf8)))),
        ("{\"kind\":\"duplicate\",\"name\":\"x\",\"raw\":\"1\"}", .bent(.append(name: "x", raw: Array("1".utf8)))),
        ("{\"kind\":\"unframed\"}", .unframed), ("{\"kind\":\"chunked\"}", .chunked(bytes: 16)),
        ("{\"kind\":\"chunked\",\"bytes\":5}", .chunked(bytes: 5)),
        ("{\"kind\":\"quote_token\",\"status\":500}", .quoteToken(status: 500)),
        ("{\"kind\":\"invalid_utf8\"}", .bent(.invalidUTF8)), ("{\"kind\":\"form\"}", .bent(.form)),
    ])
    func `every kind is read`(text: String, fault: Fault) {
        let bare = BareSimulator()
        set(bare, text)
        #expect(bare.simulator.faults.rules.first?.fault == fault)
    }
}

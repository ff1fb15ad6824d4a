import TestHarness
import Testing
import VaultJSON

@testable import vault_provider_sim

@Suite struct ControlTests {
    private func entries(_ bare: BareSimulator, _ query: String = "") throws -> [JSONValue] {
        let elements = try bare.get("/sim/log\(query)").json()["entries"]?.elements
        return Array(try #require(elements))
    }

    @Test func `the log says what was presented, when and with what end`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        _ = bare.refresh(minted.refreshToken, "&scope=a")
        _ = bare.refresh(minted.refreshToken)
        let entries = try entries(bare)
        #expect(entries.map { $0["sequence"]?.integer } == [1, 2])
        #expect(entries.map { $0["generation"]?.integer } == [1, 1])
        #expect(entries.map { $0["verdict"]?.string } == ["refreshed", "stale"])
        #expect(entries.map { $0["status"]?.integer } == [200, 400])
        #expect(entries[0]["scope"]?.string == "a")
        #expect(entries[0]["lineage"]?.integer == 1)
        #expect(entries[0]["received_us"]?.integer == bare.now)
        #expect(entries[0]["processed_us"]?.integer == bare.now + 1)
        #expect(entries[0]["answered_us"]?.integer == bare.now + 2)
    }

    @Test func `the log gives what is newer, and other endpoints on demand`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        _ = bare.get("/.well-known/openid-configuration")
        _ = bare.refresh(minted.refreshToken)
        _ = bare.post("/revoke", "token=\(minted.refreshToken)")
        #expect(try entries(bare).map { $0["sequence"]?.integer } == [2, 3])
        #expect(try entries(bare, "?since=2").map { $0["verdict"]?.string } == ["revoked"])
        #expect(try entries(bare, "?endpoint=discovery").map { $0["sequence"]?.integer } == [1])
        #expect(bare.get("/sim/log?endpoint=x").status == 400)
        #expect(bare.get("/sim/log?since=x").status == 400)
    }

    @Test func `neither log nor lineages hold a token`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        _ = bare.refresh(minted.refreshToken)
        let told = bare.get("/sim/log").text + bare.get("/sim/lineages").text + bare.get("/sim/faults").text
        #expect(!told.contains("srt_") && !told.contains("sat_"))
        #expect(told.contains("refreshed"))
    }

    @Test func `lineages tell generation, fate and counts`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint(",\"rotation\":\"family\",\"account\":\"a-1\"")
        _ = bare.post("/sim/mint", "{\"subject\":\"user:default/bob\"}")
        _ = bare.refresh(minted.refreshToken)
        _ = bare.refresh(minted.refreshToken)
        let all = try bare.get("/sim/lineages").json()
        #expect(all["lineages"]?.count == 2)
        let one = try bare.get("/sim/lineages?subject=user:default/alice").json()
        let lineage = try #require(one["lineages"]?.elements?.first { _ in true })
        #expect(lineage["generation"]?.integer == 2)
        #expect(lineage["alive"]?.bool == false)
        #expect(lineage["fate"]?.string == "reused")
        #expect(lineage["refreshed"]?.integer == 1)
        #expect(lineage["old_presented"]?.integer == 1)
        #expect(lineage["live_access_tokens"]?.integer == 0)
        #expect(lineage["account"]?.string == "a-1")
        #expect(lineage["rotation"]?.string == "family")
    }

    @Test func `an administrator kills by lineage or by subject`() throws {
        let bare = BareSimulator()
        let first = try bare.mint()
        let second = try bare.mint()
        #expect(try bare.post("/sim/kill", "{\"lineage\":\(first.lineage)}").json()["lineages"]?.integer == 1)
        #expect(bare.refresh(first.refreshToken).error == "invalid_grant")
        #expect(try bare.post("/sim/kill", "{\"subject\":\"user:default/alice\"}").json()["lineages"]?.integer == 1)
        #expect(bare.refresh(second.refreshToken).error == "invalid_grant")
        #expect(bare.post("/sim/kill", "{\"lineage\":9}").status == 404)
        #expect(bare.post("/sim/kill", "{}").status == 400)
    }

    @Test func `the clock can be put ahead`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint(",\"rotation\":\"grace:30\"")
        _ = bare.refresh(minted.refreshToken)
        _ = bare.post("/sim/clock", "{\"advance_seconds\":29}")
        #expect(bare.refresh(minted.refreshToken).status == 200)
        _ = bare.post("/sim/clock", "{\"advance_seconds\":1}")
        #expect(bare.refresh(minted.refreshToken).error == "invalid_grant")
    }

    @Test func `a reset forgets everything and releases what is held`() throws {
        let bare = BareSimulator()
        let minted = try bare.mint()
        _ = bare.refresh(minted.refreshToken)
        _ = bare.post("/sim/faults", "{\"faults\":[{\"kind\":\"drop\"}]}")
        let releases = bare.simulator.releases
        _ = bare.post("/sim/reset", "")
        #expect(bare.simulator.releases > releases)
        #expect(try entries(bare).isEmpty)
        #expect(try bare.get("/sim/lineages").json()["lineages"]?.count == 0)
        #expect(try bare.get("/sim/faults").json()["faults"]?.count == 0)
        #expect(bare.refresh(minted.refreshToken).error == "invalid_grant")
    }

    @Test(arguments: [
        ("/sim/mint", "{}"), ("/sim/mint", "{\"subject\":1}"), ("/sim/mint", "{\"subject\":\"a\",\"subject\":\"b\"}"),
        ("/sim/mint", "{\"subject\":\"a\",\"scopes\":[1]}"), ("/sim/mint", "{\"subject\":\"a\",\"rotation\":\"x\"}"),
        ("/sim/mint", "{\"subject\":\"a\",\"narrowing\":\"x\"}"), ("/sim/mint", "{\"subject\":\"a\",\"ttl\":1}"),
        ("/sim/mint", "{\"subject\":\"a\",\"token_bytes\":47}"), ("/sim/mint", "[]"), ("/sim/mint", "{"),
        ("/sim/faults", "{}"), ("/sim/faults", "{\"faults\":[{}]}"), ("/sim/faults", "{\"faults\":[{\"kind\":\"x\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"drop\",\"wehn\":\"after\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"drop\",\"when\":\"never\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"drop\",\"count\":0}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"drop\",\"endpoint\":\"x\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"latency\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"duplicate\",\"name\":\"scope\"}]}"),
        ("/sim/faults", "{\"faults\":[{\"kind\":\"answer\",\"location\":\"a\\r\\nb\"}]}"),
        ("/sim/clock", "{\"advance_seconds\":-1}"), ("/sim/identity", "{\"lineage\":1}"),
    ])
    func `a control request with a mistake in it is refused and says which`(path: String, body: String) throws {
        let bare = BareSimulator()
        _ = try bare.mint()
        let answer = bare.post(path, body)
        #expect(answer.status == 400)
        #expect(try answer.json()["error_description"]?.string?.isEmpty == false)
        #expect(bare.simulator.faults.rules.isEmpty)
        #expect(bare.simulator.model.lineages.count == 1)
    }

    @Test func `an unknown control request is 404`() {
        let bare = BareSimulator()
        #expect(bare.post("/sim/nothing", "").status == 404)
        #expect(bare.get("/sim/mint").status == 404)
    }
}

import Testing
import VaultCore
import VaultService
import VaultTestSupport

@testable import VaultServer

/// Look-ups of sessions that lie in memory, answered on the loop.
@Suite(.timeLimit(.minutes(5))) struct FastSessionLookupTests {
    private static let full =
        #","claims":{"email":"a@example.org","n":[1,{"x":null}]},"payload":"p\"1\\","acr":"2","amr":["pwd"],"user_agent":"Fire\"fox""#

    private func open(_ vault: SpineBench, _ more: String = full) async throws -> String {
        let reply = try await vault.ask(
            call("session.create", params: #"{"subject":"user:default/al\"ice"\#(more)}"#))
        return try #require(reply.result?["session"] as? String)
    }

    private func lookUp(_ vault: SpineBench, _ handle: String, id: String = "1") async throws -> String {
        try await vault.answer(call("session.lookup", id: id, params: #"{"session":"\#(handle)"}"#))
    }

    private func decisions(_ vault: SpineBench) -> Int {
        vault.audit.events.count { $0.kind == .decision && $0.method == .sessionLookup }
    }

    private func served(_ vault: SpineBench) -> [RecordingAudit.Entry] {
        vault.audit.written.filter { if case .served = $0 { true } else { false } }
    }

    @Test(arguments: ["", full, #","payload":"","claims":{}"#])
    func `the answer is the spine's, byte for byte, and so is its record`(more: String) async throws {
        let vault = try SpineBench()
        let handle = try await open(vault, more)
        let first = try await lookUp(vault, handle, id: #""x""#)
        #expect(decisions(vault) == 1 && served(vault).isEmpty)
        for _ in 0..<3 { #expect(try await lookUp(vault, handle, id: #""x""#) == first) }
        #expect(decisions(vault) == 1, "the spine was not asked again")
        guard case .served(let caller, let session)? = served(vault).last else {
            Issue.record("nothing was served")
            return
        }
        #expect(served(vault).count == 3 && caller.contains("session.lookup") && session.hasPrefix("session vsi_"))
    }

    @Test func `it tells the time of this look-up, the end that follows, and when to renew`() async throws {
        let vault = try SpineBench()
        var rules = SessionClass.browser
        (rules.idleSeconds, rules.absoluteSeconds, rules.renewAfterSeconds) = (100, 250, 60)
        var settings = SessionSettings()
        settings.classes = [rules]
        vault.context.settings.replace(sessions: settings)
        let handle = try await open(vault)
        _ = try await lookUp(vault, handle)
        let start = vault.bench.wallClock.now().seconds
        for (step, isDue, ends) in [(59, false, 159), (1, true, 160), (90, true, 250), (90, true, 250)] {
            vault.bench.wallClock.advance(seconds: Int64(step))
            let result = try ReplyLine(try await lookUp(vault, handle)).result
            #expect(result?["renewal_due"] as? Bool == isDue)
            #expect(result?["last_seen_at"] as? Int64 == vault.bench.wallClock.now().seconds)
            #expect(result?["ends_at"] as? Int64 == start + Int64(ends))
        }
        #expect(served(vault).count == 4)
        vault.bench.wallClock.advance(seconds: 10)
        #expect(try ReplyLine(try await lookUp(vault, handle)).errorType == "not_found", "the absolute end")
    }

    @Test(arguments: ["session.revoke", "session.renew", "session.revoke_all", "subject.disable"])
    func `what was ended or replaced is not served from memory`(method: String) async throws {
        let vault = try SpineBench()
        let handle = try await open(vault)
        for _ in 0..<2 { _ = try await lookUp(vault, handle) }
        #expect(served(vault).count == 1)
        let params =
            method.hasPrefix("session.re") && !method.hasSuffix("all")
            ? #"{"session":"\#(handle)"}"# : #"{"subject":"user:default/al\"ice"}"#
        _ = try await vault.ask(call(method, params: params), on: .admin)
        let after = try ReplyLine(try await lookUp(vault, handle))
        #expect(served(vault).count == 1)
        if method == "session.renew" {
            #expect(after.result?["renewal_due"] as? Bool == false, "good for the overlap, by the spine")
        } else {
            #expect(after.errorType == "not_found")
        }
    }

    @Test func `a sealed vault serves none from memory`() async throws {
        let vault = try SpineBench()
        let handle = try await open(vault)
        for _ in 0..<2 { _ = try await lookUp(vault, handle) }
        try await vault.seal.lock(Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        #expect(try ReplyLine(try await lookUp(vault, handle)).errorType == "sealed")
    }

    @Test func `a client that may see some users only is answered by the spine, which asks the policy`() async throws {
        let some = ClientRule(
            methods: [.sessionCreate, .sessionLookup], providers: .all,
            subjects: .only([try SubjectPattern("user:default/*")]))
        let vault = try SpineBench(rules: [some])
        let handle = try await open(vault)
        for _ in 0..<3 { #expect(try ReplyLine(try await lookUp(vault, handle)).result != nil) }
        #expect(decisions(vault) == 3 && served(vault).isEmpty)
    }

    @Test func `another's or a changed handle is never answered by one that lies ready`() async throws {
        let vault = try SpineBench()
        let handle = try await open(vault)
        for _ in 0..<2 { _ = try await lookUp(vault, handle) }
        for wrong in [
            String(handle.dropLast()), handle + "a", handle.uppercased(), "vse_" + handle.dropFirst(4).reversed(),
        ] {
            #expect(try ReplyLine(try await lookUp(vault, wrong)).errorType == "not_found")
        }
        #expect(served(vault).count == 1)
    }
}

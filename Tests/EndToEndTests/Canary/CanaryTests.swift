import Testing
import TestHarness
import VaultJSON

/// A vault lives through all that can happen to it, and no secret is found in anything that it wrote or said.
@Suite struct CanaryTests {
    @Test func `no secret leaves by a file, a log, a reply or an error`() async throws {
        let world = try await CanaryWorld()
        try await world.start()
        try await keepAndMint(world)
        try await meetFailures(world)
        try await sendGarbage(world)
        try await operate(world)
        world.collect(at: "running")
        try await crash(world)
        #expect(await world.vault.stop() == .exit(0))
        world.collect(at: "stopped")

        let names = world.files.map(\.name)
        for name in ["vault.db, running", "vault.db-wal, running", "vault.db-shm, running", "audit.jsonl, stopped"] {
            #expect(names.contains(name), "was not looked at")
        }
        let forFiles = CanaryScanner(world.secrets.union(world.accessTokens))
        let forReplies = CanaryScanner(world.secrets)
        #expect(forFiles.findings(in: world.files) == [])
        #expect(forReplies.findings(in: world.replies) == [])
        try prove(forFiles, on: world.files, world)
        try prove(forReplies, on: world.replies, world)
    }

    /// Planted in the middle of each of these exhibits, a secret is found.
    private func prove(_ scanner: CanaryScanner, on exhibits: [CanaryExhibit], _ world: CanaryWorld) throws {
        let secret = try #require(world.secrets.first { $0.name == "successor" })
        for (number, exhibit) in exhibits.enumerated() {
            var planted = exhibit
            let form = CanaryForm.allCases[number % CanaryForm.allCases.count]
            planted.bytes.insert(contentsOf: form.encode(secret.random), at: planted.bytes.count / 2)
            #expect(!scanner.findings(in: [planted]).isEmpty, "\(exhibit.name), \(form)")
        }
    }

    private func keepAndMint(_ world: CanaryWorld) async throws {
        let alice = #""subject":"user:default/alice","provider":"sim""#
        let first = try await world.mint("user:default/alice").refreshToken
        try await world.put("user:default/alice", first)
        let token = try await world.ask("token.get", alice)["result"]?["access_token"]?.string ?? ""
        let second = try await world.successor(of: first)
        try await world.ask("token.get", alice)
        let rejected = try await world.ask("token.reject", alice + ",\"access_token\":\"\(token)\"")
        #expect(rejected["result"]?["generation"]?.integer == 3)
        let third = try await world.successor(of: second)
        try await world.ask("token.get", alice + ",\"scopes\":[\"a\"],\"force_refresh\":true")
        _ = try await world.successor(of: third)
        try await world.ask("grant.lookup", alice)
        try await world.ask("grant.list", "")
        let minted = try await world.mint("user:default/warm")
        try await world.put(
            "user:default/warm", minted.refreshToken,
            more: #","access_token":"\#(minted.accessToken)","access_token_expires_at":4000000000"#)
        try await world.ask("token.get", #""subject":"user:default/warm","provider":"sim""#)
    }

    /// Providers that quote the token wherever there is room, and requests that are lost.
    private func meetFailures(_ world: CanaryWorld) async throws {
        var faults = [#"{"kind":"quote_token","subject":"user:default/quoted"}"#]
        var subjects = ["quoted"]
        for (number, answer) in Self.tellingAnswers.enumerated() {
            subjects.append("told\(number)")
            let token = try await world.mint("user:default/told\(number)").refreshToken
            try await world.put("user:default/told\(number)", token)
            let members = answer.replacing("TOKEN", with: token)
            faults.append(#"{"kind":"answer","subject":"user:default/told\#(number)",\#(members)}"#)
        }
        faults.append(#"{"kind":"drop","endpoint":"revoke","subject":"user:default/leaver"}"#)
        try await world.put("user:default/quoted", try await world.mint("user:default/quoted").refreshToken)
        try await world.sim.setFaults(faults.joined(separator: ","))
        for subject in subjects {
            let selection = #""subject":"user:default/\#(subject)","provider":"sim""#
            #expect(try await world.ask("token.get", selection)["error"] != nil)
            try await world.ask("grant.lookup", selection)
        }
        try await world.put("user:default/awkward", world.awkward("awkward token"))
        try await world.ask("token.get", #""subject":"user:default/awkward","provider":"sim""#)
        try await world.ask("grant.revoke", #""subject":"user:default/awkward","provider":"sim""#)
        // This one stays in the queue.
        try await world.put("user:default/leaver", try await world.mint("user:default/leaver").refreshToken)
        let revoked = try await world.ask("grant.revoke", #""subject":"user:default/leaver","provider":"sim""#)
        #expect(revoked["result"]?["upstream"]?.string == "queued")
    }

    /// The one that makes the breaker keep the rest from the provider comes last.
    private static let tellingAnswers = [
        #""status":400,"body":"{\"error\":\"TOKEN\"}""#,
        #""status":503,"body":"TOKEN","retry_after":"TOKEN","content_type":"TOKEN""#,
        #""status":307,"location":"http://127.0.0.1:1/TOKEN","body":"""#,
        #""status":400,"body":"{\"error\":\"invalid_grant\",\"error_description\":\"TOKEN\",\"error_uri\":\"https://x/TOKEN\"}""#,
        #""status":400,"body":"{\"error\":\"TOKEN_is_bad\",\"suberror\":\"TOKEN\",\"claims\":\"TOKEN\"}""#,
        #""status":200,"body":"<html>TOKEN</html>","content_type":"text/html""#,
        #""status":200,"body":"{\"access_token\":5,\"refresh_token\":[\"TOKEN\"],\"token_type\":\"TOKEN\"}""#,
        #""status":400,"body":"{\"error\":\"invalid_grant\",\"suberror\":\"TOKEN\"}""#,
        #""status":401,"body":"{\"error\":\"TOKEN\"}","www_authenticate":"Bearer error=\"TOKEN\"""#,
    ]

    /// Lines that cannot be taken, with a refresh token where it does not belong.
    private func sendGarbage(_ world: CanaryWorld) async throws {
        let token = CanaryWorld.quoted(world.awkward("token in garbage"))
        let put = #""subject":"user:default/x","provider":"sim","#
        for params in [
            put + #""refresh_token":\#(token),"refresh_token":\#(token)"#, put + #""refresh_token":[\#(token)]"#,
            put + #""refresh_token":\#(token),"scopes":\#(token)"#, put + #""refresh_token":{\#(token):1}"#,
            put + #""refresh_token":"a","access_token":\#(token)"#,
            #""subject":"user:default/x","provider":\#(token),"refresh_token":\#(token)"#,
            #""subject":"","provider":"sim","refresh_token":\#(token)"#, #""grant":\#(token)"#,
        ] {
            #expect(try await world.ask("grant.put", params)["error"] != nil)
            #expect(try await world.ask("grant.lookup", #""grant":\#(token)"#)["error"] != nil)
        }
        for line in [
            "\(token)", "{\(token)", #"{"jsonrpc":\#(token),"id":1,"method":"grant.put"}"#, "[\(token),\(token)]",
            #"{"jsonrpc":"2.0","id":1,"method":\#(token)}"#,
            #"{"jsonrpc":"2.0","id":[\#(token)],"method":"system.ping"}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"grant.put","params":[\#(token)]}"#,
        ] {
            _ = try await RawExchange.send(Array((line + "\n").utf8), to: world.vault.workloadSocket)
            try await world.ask(line: line)
        }
    }

    private func operate(_ world: CanaryWorld) async throws {
        let token = try await world.mint("user:default/typed").refreshToken
        try await world.operate("grant", "put", "user:default/typed", "sim", input: token)
        try await world.operate("grant", "put", "user:default/typed", "unknown", "--json", input: token)
        try await world.operate("grant", "put", "bad subject\u{1}", "sim", input: token)
        try await world.operate("grant", "show", "user:default/typed", "sim")
        try await world.operate("grant", "list", "--json")
        try await world.operate("token", "get", "user:default/typed", "sim")
        _ = try await world.successor(of: token)
        try await world.operate("token", "get", "user:default/typed", "sim", "--json")
        try await world.operate("token", "get", "user:default/told0", "sim")
        try await world.operate("grant", "revoke", "user:default/typed", "sim")
        try await world.operate("status")
    }

    /// Dies with an answer in its hands, and starts again on what is left.
    private func crash(_ world: CanaryWorld) async throws {
        let token = try await world.mint("user:default/late").refreshToken
        try await world.put("user:default/late", token)
        #expect(await world.vault.kill() == .signal(9))
        world.collect(at: "killed")
        try await world.start(failpoint: "before_commit")
        let call =
            #"{"jsonrpc":"2.0","id":1,"method":"token.get","params":{"subject":"user:default/late","provider":"sim"}}"#
        let answer = try await RawExchange.send(Array((call + "\n").utf8), to: world.vault.workloadSocket)
        #expect(answer == [])
        #expect(await world.vault.ended() == .signal(9))
        _ = try await world.successor(of: token)
        world.collect(at: "killed with an answer in hand")
        try await world.start()
        let lost = try await world.ask("token.get", #""subject":"user:default/late","provider":"sim""#)
        #expect(lost["error"]?["data"]?["reason"]?.string == "lost_rotation")
        try await world.ask("token.get", #""subject":"user:default/warm","provider":"sim""#)
        world.collect(at: "running again")
    }
}

import Testing
import VaultCore
import VaultService
import VaultSocket
import VaultTestSupport

@testable import VaultServer

/// Limits of one client, on the fast way and on the long one.
@Suite struct `A client with limits` {
    private func get(_ grant: Grant) -> String { call("token.get", params: #"{"grant":"\#(grant.id.handle)"}"#) }

    @Test func `gets its cached tokens up to its rate, then when to come again`() async throws {
        let vault = try SpineBench(limits: ClientLimits(callsPerSecond: 2, burst: 3))
        let grant = try await vault.put()
        for _ in 0..<3 { #expect(try await vault.ask(get(grant)).isResult) }
        let refused = try await vault.ask(get(grant))
        #expect(refused.errorType == "rate_limited")
        #expect(refused.isRetryable == true)
        #expect(refused.errorData?["retry_after_ms"] as? Int == 500)
        #expect(try await vault.ask(call("grant.list")).errorType == "rate_limited")
        vault.bench.advance(milliseconds: 500)
        #expect(try await vault.ask(get(grant)).isResult)
        #expect(try await vault.ask(get(grant)).errorType == "rate_limited")
    }

    @Test func `is not read for as long as it was told to wait, however much it sends`() async throws {
        let vault = try SpineBench(limits: ClientLimits(callsPerSecond: 2, burst: 3))
        let grant = try await vault.put()
        _ = try await vault.ask(get(grant))
        let peer = try vault.bench.connect()
        for _ in 0..<20 { peer.sendLine(get(grant)) }
        func answers() throws -> [Bool] {
            vault.bench.settle()
            return try peer.lines().map { try ReplyLine($0).isResult }
        }
        #expect(try answers() == [true, true, false])
        #expect(try answers() == [])
        vault.bench.advance(milliseconds: 499)
        #expect(try answers() == [])
        vault.bench.advance(milliseconds: 1)
        #expect(try answers() == [true, false])
        vault.bench.advance(milliseconds: 1_000)
        #expect(try answers() == [true, true, false])
        // It may go whenever it likes.
        let before = vault.bench.connections
        peer.close()
        vault.bench.settle()
        #expect(vault.bench.connections == before - 1)
        vault.bench.advance(milliseconds: 1_000)
        vault.bench.settle()
    }

    @Test func `counts a batch as its calls, all or none`() async throws {
        let vault = try SpineBench(limits: ClientLimits(callsPerSecond: 1, burst: 2))
        let ping = call("system.ping")
        let three = try ReplyLine.batch(try await vault.answer("[\(ping),\(ping),\(ping)]"))
        let refusals = three.map(\.errorType)
        #expect(refusals == ["rate_limited", "rate_limited", "rate_limited"])
        let two = try ReplyLine.batch(try await vault.answer("[\(ping),\(ping)]"))
        let answers = two.map(\.isResult)
        #expect(answers == [true, true])
    }

    @Test func `asks about so many subjects in an hour, also from the cache`() async throws {
        let vault = try SpineBench(limits: ClientLimits(subjectsPerHour: 1))
        let alice = try await vault.put("user:default/alice")
        let bob = try await vault.put("user:default/bob")
        for _ in 0..<3 { #expect(try await vault.ask(get(alice)).isResult) }
        let refused = try await vault.ask(get(bob))
        #expect(refused.errorType == "rate_limited")
        #expect(vault.audit.events.contains { $0.reason == "subjects_per_hour" && $0.grant == bob.id })
        #expect(try await vault.ask(get(alice)).isResult)
    }

    @Test func `keeps what it has used up over a reload that leaves its limits alone`() async throws {
        let limits = ClientLimits(callsPerSecond: 1, burst: 1)
        let vault = try SpineBench(limits: limits)
        let grant = try await vault.put()
        #expect(try await vault.ask(get(grant)).isResult)
        let same = try Policies.everyone(named: "backend", vault.registry, limits: limits)
        await vault.bench.drive { [server = vault.bench.server] in await server.reload(ServerRules(policy: same)) }
        #expect(try await vault.ask(get(grant)).errorType == "rate_limited")
        let none = try Policies.everyone(named: "backend", vault.registry)
        await vault.bench.drive { [server = vault.bench.server] in await server.reload(ServerRules(policy: none)) }
        #expect(try await vault.ask(get(grant)).isResult)
    }

    @Test func `has only so many calls in work, and others are not held up by it`() async throws {
        let vault = try SpineBench(limits: ClientLimits(inFlight: 1))
        let grant = try await vault.put(token: nil)
        vault.provider.hold()
        let first = try vault.bench.connect()
        first.sendLine(get(grant))
        vault.bench.settle()
        #expect(try await vault.ask(call("grant.list")).errorType == "rate_limited")
        vault.provider.release()
        while first.lines().isEmpty {
            vault.bench.tick()
            await Task.yield()
        }
        #expect(try await vault.ask(call("grant.list")).isResult)
    }
}

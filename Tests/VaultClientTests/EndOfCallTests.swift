import Synchronization
import Testing

@testable import VaultClient

/// Calls that end without an answer: by time, by cancellation, by closing.
struct EndOfCallTests {
    @Test func `a call times out by the clock, and its late answer disturbs nobody`() async throws {
        let clock = ManualInstants()
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            // The second call shakes loose the answer to the first.
            if connection.kept.count == 2 {
                for call in connection.kept { connection.reply(to: call, #"{"pong":true}"#) }
            }
        }
        let client = try vault.client(.init(timeout: .seconds(5)), clock: clock.clock)
        async let first = failure { () throws(VaultClientError) in try await client.ping() }
        await vault.received(1)
        clock.advance(milliseconds: 4_999)
        client.wake()
        clock.advance(milliseconds: 1)
        client.wake()
        #expect(await first == .timedOut(method: "system.ping", after: .seconds(5)))
        try await client.ping()
        #expect(vault.connects == 1)
    }

    @Test func `a cancelled task gets its call back at once`() async throws {
        let vault = try ScriptedVault { _, _ in }
        let client = try vault.client()
        let task = Task { await failure { () throws(VaultClientError) in try await client.ping() } }
        await vault.received(1)
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        let vault = try ScriptedVault { connection, call in connection.reply(to: call, "{}") }
        let client = try vault.client()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure { () throws(VaultClientError) in try await client.ping() }
        }
        #expect(await task.value == .cancelled)
        #expect(vault.calls.isEmpty)
    }

    @Test func `cancelling many calls at any moment loses none`() async throws {
        let vault = try ScriptedVault { connection, call in if call.id % 2 == 0 { connection.reply(to: call, "{}") } }
        let client = try vault.client()
        await withTaskGroup(of: VaultClientError?.self) { group in
            for _ in 0..<400 {
                group.addTask { await failure { () throws(VaultClientError) in try await client.ping() } }
            }
            group.cancelAll()
            var ended = 0
            for await outcome in group {
                #expect(outcome == nil || outcome == .cancelled)
                ended += 1
            }
            #expect(ended == 400)
        }
    }

    @Test func `closing fails what is in flight and whatever comes later`() async throws {
        let vault = try ScriptedVault { _, _ in }
        let client = try vault.client()
        async let first = failure { () throws(VaultClientError) in try await client.ping() }
        await vault.received(1)
        client.close()
        #expect(await first == .closed)
        #expect(await failure { () throws(VaultClientError) in try await client.ping() } == .closed)
    }
}

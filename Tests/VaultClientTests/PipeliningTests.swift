import Synchronization
import Testing
import VaultJSON

@testable import VaultClient

struct PipeliningTests {
    @Test func `answers that come in another order reach their callers`() async throws {
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            guard connection.kept.count == 3 else { return }
            for call in connection.kept.reversed() { connection.reply(to: call, Self.token(call)) }
        }
        let client = try vault.client()
        async let first = client.token(for: .handle("vgr_1"))
        async let second = client.token(for: .handle("vgr_2"))
        async let third = client.token(for: .handle("vgr_3"))
        let grants = try await [first.grant, second.grant, third.grant]
        #expect(grants == ["vgr_1", "vgr_2", "vgr_3"])
        #expect(vault.connects == 1)
    }

    @Test func `a thousand calls at once get their own answers, and no more are out than allowed`() async throws {
        let most = Mutex(0)
        let total = Mutex(0)
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            let count = total.withLock { total in
                total += 1
                return total
            }
            guard connection.kept.count == 16 || count == 1_000 else { return }
            // In the next tick, when everything that the client has sent is in.
            connection.later {
                most.withLock { $0 = max($0, connection.kept.count) }
                for call in connection.kept.shuffled() { connection.reply(to: call, Self.token(call)) }
                connection.kept = []
            }
        }
        let client = try vault.client(.init(maximumInFlight: 16))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<1_000 {
                group.addTask { try await client.token(for: .handle("vgr_\(number)")).grant == "vgr_\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(most.withLock { $0 } == 16)
        #expect(vault.connects == 1)
    }

    @Test func `an answer may come byte by byte, or two at once`() async throws {
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            guard connection.kept.count == 2 else { return }
            let lines = connection.kept.map { #"{"jsonrpc":"2.0","id":\#($0.id),"result":{"pong":true}}"# + "\n" }
            for byte in lines.joined().utf8.dropLast(60) { connection.send([byte]) }
            connection.send(Array(lines.joined().utf8.suffix(60)))
        }
        let client = try vault.client()
        async let first: Void = client.ping()
        async let second: Void = client.ping()
        _ = try await (first, second)
    }

    @Test func `an answer to nobody is passed over`() async throws {
        let vault = try ScriptedVault { connection, call in
            connection.send(#"{"jsonrpc":"2.0","id":9999,"result":{}}"# + "\n")
            connection.reply(to: call, #"{"pong":true,"later":[{}]}"#)
        }
        try await vault.client().ping()
        #expect(vault.connects == 1)
    }

    private static func token(_ call: ScriptedCall) -> String {
        let grant = call.params?["grant"]?.string ?? ""
        return
            #"{"access_token":"a","token_type":"Bearer","grant":"\#(grant)","generation":1,"scopes":[],"expires_at":9,"expires_in":1}"#
    }
}

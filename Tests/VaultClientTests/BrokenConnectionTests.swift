import Synchronization
import Testing
import VaultSocket

@testable import VaultClient

struct BrokenConnectionTests {
    private static let put = NewGrant(subject: "s", provider: "p", refreshToken: SecretText("r"))

    @Test func `when the daemon dies, what only reads is asked again and a change is not`() async throws {
        let deaths = Mutex(0)
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            let isFirst = deaths.withLock { $0 == 0 }
            if isFirst {
                guard connection.kept.count == 3 else { return }
                deaths.withLock { $0 = 1 }
                connection.close()
            } else {
                connection.reply(to: call, #"{"pong":true}"#)
            }
        }
        let client = try vault.client()
        async let put = failure { () throws(VaultClientError) in _ = try await client.putGrant(Self.put) }
        async let revoke = failure { () throws(VaultClientError) in _ = try await client.revokeGrant(.handle("vgr_1")) }
        async let ping = failure { () throws(VaultClientError) in try await client.ping() }
        let results = await (put, revoke, ping)
        #expect(results.0 == .connectionLost(method: "grant.put"))
        #expect(results.1 == .connectionLost(method: "grant.revoke"))
        #expect(results.2 == nil)
        #expect(vault.calls.map(\.method).filter { $0 != "system.ping" }.count == 2)
        #expect(vault.connects == 2)
    }

    @Test func `a call that kills every daemon is given up`() async throws {
        let vault = try ScriptedVault { connection, _ in connection.close() }
        let client = try vault.client()
        #expect(
            await failure { () throws(VaultClientError) in try await client.ping() }
                == .connectionLost(method: "system.ping"))
        #expect(vault.calls.count == CallLedger.maximumSends)
    }

    @Test(arguments: [
        "garbage", "{}", "[]", #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","id":1,"id":1,"result":{}}"#,
        #"{"jsonrpc":"2.0","id":"x","result":{}}"#,
    ])
    func `an answer that makes no sense fails what is in flight, and the next call has a new connection`(line: String)
        async throws
    {
        let spoilt = Mutex(false)
        let vault = try ScriptedVault { connection, call in
            let isFirst = spoilt.withLock { spoilt in
                defer { spoilt = true }
                return !spoilt
            }
            isFirst ? connection.send(line + "\n") : connection.reply(to: call, #"{"pong":true}"#)
        }
        let client = try vault.client()
        guard case .protocolViolation? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("taken")
            return
        }
        try await client.ping()
        #expect(vault.connects == 2)
    }

    @Test func `a reply longer than the limit ends the connection`() async throws {
        let vault = try ScriptedVault { connection, _ in connection.send([UInt8](repeating: 0x20, count: 300_000)) }
        let client = try vault.client(.init(maximumReplyBytes: 100_000))
        #expect(
            await failure { () throws(VaultClientError) in try await client.ping() }
                == .protocolViolation("a reply is longer than 100000 bytes"))
    }

    @Test func `an error without an id is told to the only call that it can mean`() async throws {
        let vault = try ScriptedVault { connection, _ in
            connection.send(
                #"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"too long","data":{"type":"invalid_request"}}}"#
                    + "\n")
        }
        let client = try vault.client()
        guard case .refused(let error)? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("no refusal")
            return
        }
        #expect(error.kind == .invalidRequest && error.message == "too long")
    }

    @Test func `without patience the first refusal is the answer`() async throws {
        let vault = try ScriptedVault { connection, call in connection.reply(to: call, "{}") }
        vault.refuse(1)
        let client = try vault.client(.init(patience: .zero))
        guard
            case .unreachable(let socket, _)? = await failure({ () throws(VaultClientError) in try await client.ping() }
            )
        else {
            Issue.record("reached")
            return
        }
        #expect(socket == "/scripted")
        #expect(vault.connects == 1)
        try await client.ping()
    }

    @Test func `a client that waits for nothing does not knock`() async throws {
        let gone = AsyncStream<Void>.makeStream()
        let vault = try ScriptedVault { connection, call in
            connection.reply(to: call, "{}")
            connection.close()
            gone.continuation.yield()
        }
        let client = try vault.client()
        try await client.ping()
        var closings = gone.stream.makeAsyncIterator()
        _ = await closings.next()
        // Three ticks: one that began before the end came, one that sees it, one for what that may have started.
        for _ in 0..<3 { await withCheckedContinuation { done in client.wake { done.resume() } } }
        #expect(vault.connects == 1)
        try await client.ping()
        #expect(vault.connects == 2)
    }

    /// The clock stands still, so that a pause would never end.
    @Test(.timeLimit(.minutes(5)))
    func `after an answer, the first attempt to connect again comes without a pause`() async throws {
        let clock = ManualInstants()
        let vault = try ScriptedVault { connection, call in
            connection.kept.append(call)
            if connection.kept.count == 2 { connection.close() } else { connection.reply(to: call, "{}") }
        }
        vault.refuse(1)
        let client = try vault.client(.init(patience: .seconds(5)), clock: clock.clock)
        for _ in 0..<4 { try await client.ping() }
        #expect(vault.connects == 5)
    }

    @Test func `a daemon that comes back in time is found`() async throws {
        let vault = try ScriptedVault { connection, call in connection.reply(to: call, "{}") }
        vault.refuse(4)
        try await vault.client(.init(patience: .seconds(20))).ping()
        #expect(vault.connects == 5)
    }

    @Test func `patience ends by the clock`() async throws {
        let clock = ManualInstants()
        let client = try VaultClient(
            socketName: "/gone", options: .init(timeout: .seconds(1_000_000), patience: .seconds(2)), clock: clock.clock
        ) { () throws(SocketError) in throw .failed(action: "connect", errno: 2) }
        // Time goes on until the end: a pause that begins late must end too.
        let time = Task {
            while !Task.isCancelled {
                clock.advance(milliseconds: 50)
                client.wake()
                await Task.yield()
            }
        }
        let outcome = await failure { () throws(VaultClientError) in try await client.ping() }
        time.cancel()
        guard case .unreachable? = outcome else {
            Issue.record("no end")
            return
        }
    }

    @Test func `a socket that is not there is told with its path`() async throws {
        let client = try VaultClient(socketPath: "/nonexistent/vault/socket", options: .init(patience: .zero))
        guard
            case .unreachable(let path, _)? = await failure({ () throws(VaultClientError) in try await client.ping() })
        else {
            Issue.record("reached")
            return
        }
        #expect(path == "/nonexistent/vault/socket")
    }

    @Test func `a path that no socket can have is refused before anything is done`() {
        #expect(throws: VaultClientError.self) { try VaultClient(socketPath: String(repeating: "/x", count: 60)) }
        #expect(throws: VaultClientError.self) { try VaultClient(socketPath: "") }
    }
}

import Synchronization
import VaultJSON
import VaultSocket

@testable import VaultClient

/// Plays the daemon over socket pairs, by a script that is called with every line; on a loop of its own.
final class ScriptedVault: Sendable {
    typealias Script = @Sendable (ScriptedConnection, ScriptedCall) -> Void

    private struct State {
        var connects = 0
        var refusals = 0
        var calls: [ScriptedCall] = []
        var waiting: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let loop: EventLoop
    private let script: Script
    private let state = Mutex(State())

    init(_ script: @escaping Script) throws {
        loop = try EventLoop(name: "scripted-vault")
        self.script = script
        _ = try loop.start()
    }

    deinit { loop.stop() }

    /// How often a client has connected, refused attempts included.
    var connects: Int { state.withLock { $0.connects } }

    /// Every call that came, over all connections.
    var calls: [ScriptedCall] { state.withLock { $0.calls } }

    /// The next attempts to connect fail.
    func refuse(_ count: Int) { state.withLock { $0.refusals = count } }

    /// Returns when so many calls have come in all.
    func received(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.calls.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Runs on the vault's loop, where its connections may be used.
    func run(_ action: @escaping @Sendable () -> Void) { loop.run(action) }

    func client(
        _ options: VaultClient.Options = .init(), clock: @escaping @Sendable () -> MonotonicInstant = { .now }
    ) throws -> VaultClient {
        try VaultClient(socketName: "/scripted", options: options, clock: clock) { () throws(SocketError) in
            try self.connect()
        }
    }

    private func connect() throws(SocketError) -> FileDescriptor {
        let isRefused = state.withLock { state in
            state.connects += 1
            state.refusals -= 1
            return state.refusals >= 0
        }
        if isRefused { throw .failed(action: "connect", errno: 111) }
        var pair = try UnixSocket.pair(nonBlocking: true)
        let raw = pair.takeSecond().release()
        loop.run { [self] in
            let connection = ScriptedConnection(FileDescriptor(owning: raw), on: loop) { connection, call in
                self.noted(call)
                self.script(connection, call)
            }
            connection.start()
        }
        return pair.takeFirst()
    }

    private func noted(_ call: ScriptedCall) {
        let ready = state.withLock { state in
            state.calls.append(call)
            let count = state.calls.count
            let ready = state.waiting.filter { $0.count <= count }
            state.waiting.removeAll { $0.count <= count }
            return ready
        }
        for waiter in ready { waiter.1.resume() }
    }
}

/// A call as the scripted daemon sees it.
struct ScriptedCall: Sendable {
    let line: String
    let id: Int64
    let method: String
    let params: JSONValue?

    init?(_ line: [UInt8]) {
        guard let root = try? JSONDocument(parsing: line).root, let id = root["id"]?.integer,
            let method = root["method"]?.string
        else { return nil }
        self.line = String(decoding: line, as: UTF8.self)
        self.id = id
        self.method = method
        params = root["params"]
    }
}

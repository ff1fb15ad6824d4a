import Synchronization
import TestHarness
import Testing
import VaultClient

/// Sixty-four clients at once on the same few sessions, without and with kills of the daemon: what they see is what one caller after
/// the other could have seen.
@Suite(.timeLimit(.minutes(5))) struct SessionHistoryTests {
    private static let sessions = 24
    private static let clients = 64
    private static let calls = 40

    /// The handles that were given out so far, by session.
    private final class Pool: Sendable {
        private let handles = Mutex<[[(secret: SecretText, payload: String)]]>([])

        func add(_ secret: SecretText, _ payload: String, to session: Int?) {
            handles.withLock { handles in
                if let session {
                    handles[session].append((secret, payload))
                } else {
                    handles.append([(secret, payload)])
                }
            }
        }

        func pick(_ random: inout SeededGenerator) -> (secret: SecretText, target: SessionHistory.Target) {
            handles.withLock { handles in
                let session = Int.random(in: 0..<handles.count, using: &random)
                // Mostly one of the newest, where the races are.
                let place = max(0, handles[session].count - 1 - Int.random(in: 0..<2, using: &random))
                let one = handles[session][place]
                return (one.secret, SessionHistory.Target(session: session, payload: one.payload))
            }
        }
    }

    private let sim: RunningSimulator
    private let vault: TestVault

    init() async throws {
        sim = try RunningSimulator()
        vault = try await TestVault(
            sim,
            extra: """
                sessions: {
                  classes: { browser: { overlap: "5m", per_subject: 100 } },
                  failures_per_minute: 1000000,
                },
                """)
        try await vault.start()
    }

    private func client() throws -> VaultClient { try VaultClient(socketPath: vault.workloadSocket) }

    private func filledPool() async throws -> Pool {
        let (pool, client) = (Pool(), try client())
        for number in 0..<Self.sessions {
            var new = NewUserSession(subject: "user:default/\(number % 5)")
            new.payload = SecretText("first \(number)")
            pool.add(try await client.createSession(new).secret, "first \(number)", to: nil)
        }
        return pool
    }

    private static func answer(
        _ body: () async throws(VaultClientError) -> SessionHistory.Answer
    ) async -> SessionHistory.Answer {
        do throws(VaultClientError) { return try await body() } catch {
            guard case .refused(let refusal) = error else { return .unknown }
            return switch refusal.kind {
            case .notFound: .notFound
            case .conflict: .conflict
            default: .unknown
            }
        }
    }

    private func work(_ seed: Int, _ pool: Pool, _ history: SessionHistory) async throws {
        let client = try client()
        var random = SeededGenerator(seed: UInt64(seed))
        for number in 0..<Self.calls {
            let (secret, target) = pool.pick(&random)
            let begun = history.tick()
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<3:
                let answer = await Self.answer { () async throws(VaultClientError) in
                    _ = try await client.endSession(.secret(secret))
                    return .done
                }
                history.record(.revoke, target, answer, begun: begun)
            case 3..<25:
                var change = SessionChange()
                let payload = "\(seed)-\(number)"
                change.payload = SecretText(payload)
                let answer = await Self.answer { [change] () async throws(VaultClientError) in
                    let renewed = try await client.renewSession(secret, change)
                    pool.add(renewed.secret, payload, to: target.session)
                    return .found(payload: payload)
                }
                history.record(.renew, target, answer, begun: begun)
            default:
                let answer = await Self.answer { () async throws(VaultClientError) in
                    .found(payload: try await client.session(secret).payload?.unprotectedString() ?? "")
                }
                history.record(.lookUp, target, answer, begun: begun)
            }
        }
    }

    private func workAll(_ round: Int, _ pool: Pool, _ history: SessionHistory) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.clients {
                group.addTask { try await work(round * Self.clients + number, pool, history) }
            }
            try await group.waitForAll()
        }
    }

    @Test func `64 clients see what one after the other could have seen`() async throws {
        let (pool, history) = (try await filledPool(), SessionHistory())
        try await workAll(0, pool, history)
        #expect(history.violations() == [])
        let answers = history.events.map(\.answer)
        #expect(!answers.contains(.unknown))
        for answer in [SessionHistory.Answer.done, .notFound, .conflict] { #expect(answers.contains(answer)) }
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }

    @Test func `the same with kills in between: what was acknowledged holds`() async throws {
        let (pool, history) = (try await filledPool(), SessionHistory())
        for round in 1...3 {
            async let working: Void = workAll(round, pool, history)
            let wanted = history.events.count + 400
            while history.events.count < wanted { await Task.yield() }
            await vault.kill()
            try await vault.start()
            try await working
        }
        #expect(history.violations() == [])
        #expect(history.events.map(\.answer).contains(.unknown))
        #expect(await vault.stop() == .exit(0))
        #expect(try await vault.damage() == nil)
    }
}

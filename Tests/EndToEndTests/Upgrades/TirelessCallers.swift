import Foundation
import Synchronization
import TestHarness
import VaultClient

/// Callers who keep many calls under way at all times and note each that fails: reads, cached tokens, and `grant.put`, which the
/// client never sends twice.
final class TirelessCallers: Sendable {
    private static let alice = GrantSelection.subject("user:default/alice", provider: "sim")
    private static let lanes = 12

    private let clients: [VaultClient]
    private let failures = Mutex<[String]>([])
    private let answered = Atomic(0)
    private let isOver = Flag()
    private let work = Mutex<[Task<Void, Never>]>([])

    /// - Parameter sim: has minted nothing yet.
    init(of socket: String, _ sim: RunningSimulator) async throws {
        clients = try (0..<3).map { _ in try VaultClient(socketPath: socket) }
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim", refreshToken: SecretText(try sim.mint().refreshToken))
        grant.scopes = ["a"]
        _ = try await clients[0].putGrant(grant)
        _ = try await clients[0].token(for: Self.alice)
        let tasks = clients.enumerated().flatMap { number, client in
            (0..<Self.lanes).map { lane in
                Task { [self] in await call(client, as: "user:default/u\(number)-\(lane)", puts: lane % 3 == 0) }
            }
        }
        work.withLock { $0 = tasks }
    }

    var answeredSoFar: Int { answered.load(ordering: .relaxed) }

    /// Returns when so many more have been answered, so that each upgrade falls into work.
    func moreAnswers(_ count: Int) async {
        let goal = answeredSoFar + count
        while answeredSoFar < goal, failures.withLock(\.isEmpty) { await Task.yield() }
    }

    /// Ends all and tells what failed.
    func end() async -> [String] {
        isOver.raise()
        for task in work.withLock(\.self) { await task.value }
        return failures.withLock(\.self)
    }

    private func call(_ client: VaultClient, as subject: String, puts: Bool) async {
        while !isOver.isRaised {
            do throws(VaultClientError) {
                if puts {
                    _ = try await client.putGrant(
                        NewGrant(subject: subject, provider: "sim", refreshToken: SecretText("made-up-token")))
                } else {
                    _ = try await client.token(for: Self.alice)
                    _ = try await client.grant(Self.alice)
                }
                answered.wrappingAdd(1, ordering: .relaxed)
            } catch {
                failures.withLock { $0.append("\(subject): \(error)") }
                return
            }
        }
    }
}

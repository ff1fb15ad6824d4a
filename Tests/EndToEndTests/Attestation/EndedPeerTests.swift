import Foundation
import TestHarness
import Testing

/// A connection is its process' and nobody else's; the peers here are two other users, so root must run these.
///
/// `VAULT_FORK_ROUNDS` and `VAULT_CONNECTS` make them longer than a suite that is run all day may be.
@Suite struct EndedPeerTests {
    @Test(.timeLimit(.minutes(5)), arguments: [65_534, 65_533])
    func `a forked child gets nothing once its parent has ended`(user: Int32) async throws {
        let world = try await AttestationWorld("plugin: { match: [{ uid: 65534 }, { uid: 65533 }], allow: [all] },")
        let rounds = Self.number("VAULT_FORK_ROUNDS", otherwise: 500)
        let got = try await world.rounds(rounds, "fork", asUser: user)
        #expect(got == Array(repeating: "answer nothing", count: rounds))
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test(.timeLimit(.minutes(5)))
    func `whoever was passed a descriptor gets nothing once its sender has ended`() async throws {
        let world = try await AttestationWorld("plugin: { match: [{ uid: 65534 }], allow: [all] },")
        let got = try await world.rounds(100, "pass", asUser: OtherUser.uid)
        #expect(got == Array(repeating: "answer nothing", count: 100))
        #expect(await world.vault.stop() == .exit(0))
    }

    /// A million take some six minutes.
    @Test(.timeLimit(.minutes(30)))
    func `thousands of connections leave no descriptor behind`() async throws {
        let world = try await AttestationWorld("plugin: { match: [{ uid: 65534 }], allow: [all] },")
        let daemon = try #require(world.vault.daemon)
        _ = try await world.connects(100)
        let before = try await world.settledDescriptors(of: daemon, atMost: 0)
        let number = Self.number("VAULT_CONNECTS", otherwise: 10_000)
        #expect(try await world.connects(number) == number)
        let after = try await world.settledDescriptors(of: daemon, atMost: before)
        #expect(after <= before, "\(after) sockets and pidfds are open after \(number) connections, \(before) before")
        #expect(await world.vault.stop() == .exit(0))
    }

    private static func number(_ variable: String, otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? otherwise
    }
}

import Foundation
import Glibc
import TestHarness
import Testing
import VaultCore
import VaultJSON

/// What a caller may not see is told apart from what is not there neither by the bytes of the answer nor by the time that it takes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `The time that a refusal takes` {
    /// In which way there is nothing to be had.
    private static let kinds = ["unknown", "foreign", "revoked"]
    private static let timing = InterleavedTiming(rounds: 1_000)

    /// A vault in which whoever runs the test may look up and use grants at `one` only, and what they might ask for.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault
        let connection: RawConnection
        /// By the way of asking: the parameters for each of the kinds.
        let asked: [(way: String, method: String, params: [String])]

        init() async throws {
            sim = try RunningSimulator()
            let providers = ["one", "two"].map { [sim] in TestVault.provider($0, sim, rotation: "rotates") }.joined()
            let plugin = """
                plugin: { match: [{ uid: \(OtherUser.uid) }], allow: [{ methods: ['token.get'], providers: ['one', 'two'] }] },
                """
            vault = try await TestVault(providers: providers)
            try vault.edit("clients: {", into: "clients: { \(plugin)")
            try await vault.start()
            let all = try RawConnection(vault.workloadSocket)
            _ = try World.put("alice", at: "one", sim, all)
            let foreign = try World.put("alice", at: "two", sim, all)
            let revoked = try World.put("carol", at: "one", sim, all)
            let delegations = try [
                DelegationHandle(new: #require(DelegationID(rawValue: 1 << 40))).secret.withBytes {
                    String(decoding: $0, as: UTF8.self)
                },
                World.delegate(to: "plugin", all), World.delegate(to: "me", all),
            ]
            _ = try #require(try all.call("delegation.revoke", "{\"delegation\":\"\(delegations[2])\"}")?["result"])
            _ = try #require(try all.call("grant.revoke", "{\"grant\":\"\(revoked)\"}")?["result"])
            let sessions = try World.sessions(all)
            let rule = "{ methods: ['token.get', 'grant.lookup', 'session.lookup'], providers: ['one'] }"
            try vault.configure(
                providers: providers, clients: plugin + "me: { match: [{ uid: \(geteuid()) }], allow: [\(rule)] },",
                extra: "sessions: { failures_per_minute: 1000000 },")
            try await vault.reload()
            let unknown = try #require(GrantID(rawValue: 1 << 40)).handle
            let ids = [unknown, foreign, revoked].map { "{\"grant\":\"\($0)\"}" }
            let subjects = [("nobody", "one"), ("alice", "two"), ("carol", "one")].map {
                "{\"subject\":\"user:default/\($0)\",\"provider\":\"\($1)\"}"
            }
            asked = [
                ("grant.lookup by id", "grant.lookup", ids), ("grant.lookup by subject", "grant.lookup", subjects),
                ("token.get by id", "token.get", ids), ("token.get by subject", "token.get", subjects),
                ("token.get by delegation", "token.get", delegations.map { "{\"delegation\":\"\($0)\"}" }),
                ("session.lookup", "session.lookup", sessions.map { "{\"session\":\"\($0)\"}" }),
            ]
            connection = try RawConnection(vault.workloadSocket)
        }

        private static func put(
            _ name: String, at provider: String, _ sim: RunningSimulator, _ all: RawConnection
        ) throws -> String {
            let token = try sim.mint().refreshToken
            let params =
                "{\"subject\":\"user:default/\(name)\",\"provider\":\"\(provider)\",\"refresh_token\":\"\(token)\"}"
            return try #require(try all.call("grant.put", params)?["result"]?["grant"]?.string)
        }

        /// - Returns: the handle of none, one with the id of a session that lives, and one that was revoked.
        private static func sessions(_ all: RawConnection) throws -> [String] {
            func open() throws -> String {
                let made = try all.call("session.create", "{\"subject\":\"user:default/alice\"}")
                return try #require(made?["result"]?["session"]?.string)
            }
            let (living, revoked) = (try open(), try open())
            _ = try #require(try all.call("session.revoke", "{\"session\":\"\(revoked)\"}")?["result"])
            let id = try #require(SessionHandle(Secret(copyingTextOf: living))).id
            let handles = [
                SessionHandle(new: try #require(SessionHandleID(rawValue: 1 << 40))), SessionHandle(new: id),
            ]
            return handles.map { $0.secret.withBytes { String(decoding: $0, as: UTF8.self) } } + [revoked]
        }

        private static func delegate(to client: String, _ all: RawConnection) throws -> String {
            let params =
                "{\"subject\":\"user:default/alice\",\"provider\":\"one\",\"client\":\"\(client)\",\"expires_in_seconds\":3600}"
            let made = try all.call("delegation.create", params)
            return try #require(
                made?["result"]?["delegation"]?.string, "\(String(describing: made?["error"]?["message"]?.string))")
        }

        func calls(_ method: String, _ params: [String]) -> [InterleavedTiming.Call] {
            zip(kinds, params).map { kind, params in
                let line = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(params)}\n".utf8)
                return InterleavedTiming.Call(name: kind) {
                    connection.send(line)
                    return connection.line() ?? []
                }
            }
        }
    }

    @Test func `is the same for what is unknown, foreign and revoked, and so are its bytes`() async throws {
        let world = try await World()
        try await onOwnThread { [timing = Self.timing] in
            for (way, method, params) in world.asked {
                let calls = world.calls(method, params)
                let answers = try calls.map { String(decoding: try $0.make(), as: UTF8.self) }
                #expect(Set(answers).count == 1, "\(way): \(answers)")
                #expect(answers[0].contains("\"not_found\""), "\(way): \(answers[0])")
                let difference = try timing.difference(between: calls)
                #expect(difference == nil, "\(way): \(difference ?? "")")
            }
        }
        #expect(await world.vault.stop() == .exit(0))
    }

    /// Proof that the measure would see it.
    @Test func `would be found to differ by 100 us`() async throws {
        let world = try await World()
        try await onOwnThread { [timing = Self.timing] in
            for (way, method, params) in world.asked {
                let plain = world.calls(method, params)[0]
                let planted = InterleavedTiming.Call(name: "planted") {
                    let end = InterleavedTiming.now() + 100_000
                    while InterleavedTiming.now() < end {}
                    return try plain.make()
                }
                // On a machine with other work one measurement may be all noise.
                let isFound = try (0..<3).contains { _ in try timing.difference(between: [plain, planted]) != nil }
                #expect(isFound, "\(way)")
            }
        }
        #expect(await world.vault.stop() == .exit(0))
    }
}

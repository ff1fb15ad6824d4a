import Foundation
import TestHarness
import Testing
import VaultJSON

/// Who may ask for what, told by the kernel's word about the peer; the callers here are another user, so root must run these.
@Suite struct PolicyTests {
    /// Every method that is not open to all, with parameters that are good.
    private static let closed: [(method: String, params: String)] = [
        ("grant.put", "{\"subject\":\"user:default/alice\",\"provider\":\"one\",\"refresh_token\":\"stolen-perhaps\"}"),
        ("grant.lookup", "{\"subject\":\"user:default/alice\",\"provider\":\"one\"}"),
        ("grant.list", "{}"),
        ("grant.revoke", "{\"subject\":\"user:default/alice\",\"provider\":\"one\"}"),
        ("token.get", "{\"subject\":\"user:default/alice\",\"provider\":\"one\"}"),
        ("token.reject", "{\"subject\":\"user:default/alice\",\"provider\":\"one\",\"access_token\":\"x\"}"),
        ("provider.list", "{}"),
        ("provider.test", "{\"provider\":\"one\"}"),
        ("system.health", "{}"),
        ("system.info", "{}"),
        ("rpc.discover", "{}"),
    ]

    @Test func `who is no client may ping, nothing else, and stands in the audit log`() async throws {
        let world = try await World(clients: "")
        let replies = try await world.asOther([("system.ping", "{}")] + Self.closed)
        #expect(replies.count == Self.closed.count + 1)
        #expect(replies.first?["result"]?["pong"]?.bool == true)
        for (call, reply) in zip(Self.closed, replies.dropFirst()) {
            #expect(type(reply) == "permission_denied", "\(call.method)")
        }
        #expect(await world.vault.stop() == .exit(0))
        let connected = world.vault.auditLines().first { $0.contains("connection_unmatched") }
        #expect(connected?.contains("\"uid\":65534") == true, "told of when it connected")
        for call in Self.closed {
            let line = world.vault.auditLines().first { $0.contains("\"\(call.method)\"") && $0.contains("65534") }
            #expect(line?.contains("\"deny\"") == true, "\(call.method)")
        }
    }

    @Test func `a client of one provider cannot tell another's grants from none`() async throws {
        let world = try await World(clients: "plugin: { match: [{ uid: 65534 }], allow: [\(Self.tokenOfOne)] },")
        let one = try world.put(at: "one")
        let two = try world.put(at: "two")
        let replies = try await world.asOther([
            ("token.get", "{\"grant\":\"\(one)\"}"),
            ("token.get", "{\"subject\":\"user:default/alice\",\"provider\":\"one\"}"),
            ("token.get", "{\"grant\":\"\(two)\"}"),
            ("token.get", "{\"subject\":\"user:default/alice\",\"provider\":\"two\"}"),
            ("token.get", "{\"subject\":\"user:default/nobody\",\"provider\":\"one\"}"),
            ("token.get", "{\"subject\":\"user:default/alice\",\"provider\":\"three\"}"),
        ])
        #expect(replies[0]["result"]?["generation"]?.integer == 2)
        #expect(replies[1]["result"]?["access_token"]?.string == replies[0]["result"]?["access_token"]?.string)
        for reply in replies.dropFirst(2) { #expect(type(reply) == "not_found") }
        let texts = replies.dropFirst(2).map { $0["error"].map(text) ?? "" }
        #expect(Set(texts).count == 1, "an answer tells what is there: \(texts)")
        #expect(try world.sim.requestCount() == 1)
        #expect(await world.vault.stop() == .exit(0))
        let denied = world.vault.auditLines().filter { $0.contains("\"deny\"") && $0.contains("\"two\"") }
        #expect(denied.count >= 1)
    }

    @Test func `a client that may get tokens may do nothing else`() async throws {
        let world = try await World(clients: "plugin: { match: [{ uid: 65534 }], allow: [\(Self.tokenOfOne)] },")
        let handle = try world.put(at: "one")
        let others = Self.closed.filter { $0.method != "token.get" }
        let replies = try await world.asOther(others)
        for (call, reply) in zip(others, replies) { #expect(type(reply) == "permission_denied", "\(call.method)") }
        // The grant is as it was: neither replaced nor revoked.
        let grant = try world.mine.call("grant.lookup", "{\"grant\":\"\(handle)\"}")?["result"]
        #expect(grant?["generation"]?.integer == 1)
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `the workload socket refuses what is for operators, whoever asks`() async throws {
        let world = try await World(clients: "")
        #expect(try world.mine.refusal("provider.test", "{\"provider\":\"one\"}") == "permission_denied")
        let admin = try RawConnection(world.vault.adminSocket)
        #expect(try admin.call("provider.test", "{\"provider\":\"one\"}")?["result"]?["reachable"]?.bool == true)
        #expect(await world.vault.stop() == .exit(0))
    }

    private static let tokenOfOne = "{ methods: ['token.get'], providers: ['one'] }"

    private func type(_ reply: JSONValue) -> String? { reply["error"]?["data"]?["type"]?.string }

    private func text(_ value: JSONValue) -> String {
        value.withRawBytes { span in span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    }

    /// A vault with two providers, where whoever runs the tests may do everything and another user what is given.
    private struct World {
        let sim: RunningSimulator
        let vault: TestVault
        let mine: RawConnection

        init(clients: String) async throws {
            sim = try RunningSimulator()
            let providers = ["one", "two"].map { [sim] in TestVault.provider($0, sim, rotation: "rotates") }
            vault = try await TestVault(providers: providers.joined())
            try vault.edit("clients: {", into: "clients: { \(clients)")
            try vault.openWorkloadSocketToEverybody()
            try await vault.start()
            mine = try RawConnection(vault.workloadSocket)
        }

        /// - Returns: the handle.
        func put(at provider: String) throws -> String {
            let minted = try sim.mint()
            let params =
                "{\"subject\":\"user:default/alice\",\"provider\":\"\(provider)\",\"refresh_token\":\"\(minted.refreshToken)\"}"
            return try #require(try mine.call("grant.put", params)?["result"]?["grant"]?.string)
        }

        func asOther(_ calls: [(method: String, params: String)]) async throws -> [JSONValue] {
            try await OtherUser.call(vault.workloadSocket, calls)
        }
    }
}

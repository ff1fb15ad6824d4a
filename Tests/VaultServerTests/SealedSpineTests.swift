import Testing
import VaultCore
import VaultService
import VaultTestSupport
import VaultWire

@testable import VaultServer

/// A sealed vault answers the few methods that tell how it is, and hands out nothing.
struct SealedSpineTests {
    private static let answered: Set<Method> = [
        .policyExplain, .clientList, .auditStatus, .auditVerify, .auditFind,
        .sealStatus, .sealUnlock, .sealLock, .systemPing, .systemHealth, .systemInfo, .systemMetrics, .systemDiagnose,
    ]

    private func sealed() async throws -> (SpineBench, Grant) {
        let vault = try SpineBench()
        let grant = try await vault.put()
        try await vault.seal.lock(Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        return (vault, grant)
    }

    @Test(arguments: Method.allCases)
    func `what does not tell how it is is answered sealed`(method: Method) async throws {
        let (vault, _) = try await sealed()
        let reply = try await vault.ask(call(method.rawValue), on: .admin)
        // Also where the parameters are wrong, as here: they are not looked at.
        #expect((reply.errorType != "sealed") == (Self.answered.contains(method) && method != .sealUnlock))
        #expect(method.isAnsweredWhenSealed == Self.answered.contains(method))
    }

    @Test func `a cached token is not served, neither on the loop nor by the spine`() async throws {
        let (vault, grant) = try await sealed()
        for params in [
            "{\"grant\":\"\(grant.id.handle)\"}", "{\"subject\":\"user:default/alice\",\"provider\":\"acme\"}",
        ] {
            #expect(try await vault.ask(call("token.get", params: params)).errorType == "sealed")
        }
        #expect(!vault.audit.written.contains { if case .served = $0 { true } else { false } })
    }

    @Test func `a caller without permission learns that first`() async throws {
        let vault = try SpineBench(methods: [.systemHealth])
        try await vault.seal.lock(Fixtures.permit(.sealLock, at: nil), caller: Fixtures.caller)
        #expect(try await vault.ask(call("grant.list")).errorType == "permission_denied")
        #expect(try await vault.ask(call("seal.status"), on: .admin).errorType == "permission_denied")
    }

    @Test func `the seal is an operator's business, on the admin socket alone`() async throws {
        let vault = try SpineBench()
        for method in ["seal.status", "seal.unlock", "seal.lock", "seal.change"] {
            #expect(try await vault.ask(call(method)).errorType == "permission_denied", "\(method)")
        }
        #expect(vault.seal.problem == nil)
    }

    @Test func `a passphrase on the wire unseals, a wrong one makes the next wait`() async throws {
        let (vault, grant) = try await sealed()
        let wrong = try await vault.ask(call("seal.unlock", params: #"{"passphrase":"wrong"}"#), on: .admin)
        #expect(wrong.errorType == "sealed")
        let right = #"{"passphrase":"correct horse"}"#
        #expect(try await vault.ask(call("seal.unlock", params: right), on: .admin).errorType == "rate_limited")
        let status = try #require(try await vault.ask(call("seal.status"), on: .admin).result)
        #expect(status["sealed"] as? Bool == true)
        #expect(status["retry_after_ms"] as? Int == 1_000)
        vault.bench.wallClock.advance(seconds: 1)
        let unsealed = try await vault.ask(call("seal.unlock", params: right), on: .admin)
        #expect(unsealed.result?["sealed"] as? Bool == false)
        let get = call("token.get", params: "{\"grant\":\"\(grant.id.handle)\"}")
        #expect(try await vault.ask(get).result?["access_token"] as? String == "at-1")
    }

    @Test func `a token whose call was under way when the vault was sealed does not leave`() throws {
        let token = IssuedToken(
            grant: Fixtures.grantID(7), generation: .first, accessToken: Secret(copyingTextOf: "at-1"),
            scopes: .empty, expiresAt: Timestamp(seconds: 1))
        let outcome = CallOutcome(
            id: .null, method: .tokenGet, result: .success(.token(token, now: Timestamp(seconds: 0))))
        guard case .failure(let error) = outcome.withoutToken.result else {
            Issue.record("it left")
            return
        }
        #expect(error.type == ErrorType.sealed)
        guard
            case .success(.pong) = CallOutcome(id: .null, method: .systemPing, result: .success(.pong)).withoutToken
                .result
        else {
            Issue.record("what holds no token must leave")
            return
        }
    }
}

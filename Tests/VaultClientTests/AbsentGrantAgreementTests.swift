import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// `grant.put` with `if_absent`, from end to end of the wire.
struct AbsentGrantAgreementTests {
    @Test
    func
        `a grant that is put only where it is absent says so, may be sent again, and comes back as one that is present`()
        async throws
    {
        let grant = try WireAgreementTests.grant.get()
        let client = try WireAgreementTests.vault { request in
            guard case .grantPut(let put) = request, put.onlyIfAbsent else { return .failure(.internal(reason: "")) }
            return .success(.grantPresent(grant))
        }.client()
        var new = NewGrant(subject: "user:default/alice", provider: "github", refreshToken: SecretText("r"))
        await #expect(throws: VaultClientError.self) { try await client.putGrant(new) }
        new.onlyIfAbsent = true
        #expect(try await client.putGrant(new).isPresent)
        #expect(ClientCall.putGrant(new).mayBeRepeated == true)
    }
}

import TestHarness
import VaultClient

/// A running vault whose providers are real servers, and one client of it.
final class InteropVault: Sendable {
    static let alice = "user:default/alice"

    let vault: TestVault
    let client: VaultClient

    /// - Parameter entries: members of `providers`, made with the folder that their secrets go to.
    init(_ entries: (TemporaryFolder) throws -> [String]) async throws {
        let secrets = try TemporaryFolder()
        vault = try await TestVault(providers: try entries(secrets).joined(separator: "\n"))
        keeping = secrets
        try await vault.start()
        client = try VaultClient(socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120)))
    }

    /// A vault with one provider, `idp`, and in it this grant of Alice.
    convenience init(holding grant: ServerGrant, _ entry: ServerGrant.Entry = .init()) async throws {
        try await self.init { [try grant.entry(named: "idp", in: $0, entry)] }
        try await put(grant)
    }

    private let keeping: TemporaryFolder

    @discardableResult
    func put(_ grant: ServerGrant, at provider: String = "idp", pin: String? = nil) async throws -> GrantRecord {
        var new = NewGrant(subject: Self.alice, provider: provider, refreshToken: SecretText(grant.refreshToken))
        new.scopes = grant.scopes
        new.pinnedSubject = pin
        new.dpopKey = grant.possessionKey.map(SecretText.init)
        return try await client.putGrant(new)
    }

    func token(
        at provider: String = "idp", scopes: [String]? = nil, fresh: Bool = false
    ) async throws(VaultClientError) -> AccessToken {
        try await client.token(for: selection(provider), scopes: scopes, forceRefresh: fresh)
    }

    func selection(_ provider: String = "idp") -> GrantSelection { .subject(Self.alice, provider: provider) }

    /// What the vault answers instead of a token.
    func refusal(at provider: String = "idp") async -> RemoteError? {
        do throws(VaultClientError) {
            _ = try await token(at: provider, fresh: true)
            return nil
        } catch {
            guard case .refused(let remote) = error else { return nil }
            return remote
        }
    }
}

import VaultCore
import VaultService
import VaultWire

/// Whose call for a token it is that is counted, and which scopes it named.
struct TokenAsking {
    let client: ClientName
    let provider: ProviderName
    let asked: ScopeSet?

    init(_ permit: Permit, at provider: ProviderName, asked: ScopeSet?) {
        self.init(client: permit.client, provider: provider, asked: asked)
    }

    init(client: ClientName, provider: ProviderName, asked: ScopeSet?) {
        self.client = client
        self.provider = provider
        self.asked = asked
    }
}

extension RequestHandler {
    /// The one way by which a token becomes an answer, but for those that a loop answers by itself (`ConnectionClient.serve`):
    /// here it is counted for the report on scopes.
    func releasing(
        _ asking: TokenAsking, _ gate: Gate, _ mint: () async throws(VaultError) -> IssuedToken
    ) async throws(VaultError) -> Reply {
        let token: IssuedToken
        do throws(VaultError) {
            token = try await mint()
        } catch {
            let unmet = named(asking.asked?.scopes, by: asking, gate)
            scopeUses.tally.note(asking.client, asking.provider, .unmet, unmet, at: clock.now())
            throw error
        }
        return release(token, asking, gate)
    }

    func release(_ token: IssuedToken, _ asking: TokenAsking, _ gate: Gate) -> Reply {
        let now = clock.now()
        let unmet = named(asking.asked?.missing(from: token.scopes), by: asking, gate)
        scopeUses.tally.note(
            asking.client, asking.provider, asked: asking.asked, carried: token.scopes, unmet: unmet, at: now)
        return .token(token, now: now)
    }

    /// Only what the client's rules name, so that nobody fills the report with words of its own.
    private func named(_ scopes: [String]?, by asking: TokenAsking, _ gate: Gate) -> [String] {
        guard let scopes, !scopes.isEmpty else { return [] }
        return gate.policy.named(scopes, by: asking.client, at: asking.provider)
    }
}

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
    ///
    /// - Parameter held: the scopes of the token's grant.
    func releasing(
        _ asking: TokenAsking, held: ScopeSet, _ gate: Gate, _ mint: () async throws(VaultError) -> IssuedToken
    ) async throws(VaultError) -> Reply {
        let token: IssuedToken
        do throws(VaultError) {
            token = try await mint()
        } catch {
            noteRefusal(of: asking, gate)
            throw error
        }
        return release(token, asking, held: held)
    }

    func release(_ token: IssuedToken, _ asking: TokenAsking, held: ScopeSet) -> Reply {
        let now = clock.now()
        scopeUses.tally.note(
            asking.client, asking.provider, asked: asking.asked, carried: token.scopes, held: held, at: now)
        return .token(token, now: now)
    }

    /// Of what it named only what the client's rules name, so that nobody fills the report with words of its own.
    func noteRefusal(of asking: TokenAsking, _ gate: Gate) {
        guard let asked = asking.asked else { return }
        let unmet = gate.policy.named(asked.scopes, by: asking.client, at: asking.provider)
        scopeUses.tally.note(asking.client, asking.provider, .unmet, unmet, at: clock.now())
    }

    /// Whoever hands on could not if it might not have it itself.
    func noteDelegated(_ scopes: ScopeSet, by client: ClientName, at provider: ProviderName, held: ScopeSet) {
        scopeUses.tally.note(client, provider, .delegated, scopes.scopes, at: clock.now())
        scopeUses.tally.note(client, provider, .held, held.missing(from: scopes), at: clock.now())
    }
}

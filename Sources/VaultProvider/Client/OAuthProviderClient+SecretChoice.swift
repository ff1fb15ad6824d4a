import VaultCore
import VaultFetchWire

/// Several client secrets: which one is good is asked with refresh tokens that are none, because a live one that comes with a
/// wrong secret can be burnt by that.
extension OAuthProviderClient {
    /// The secret that the provider is known to accept; where none is, the provider is asked, once for all who wait.
    func acceptedSecret(of provider: ProviderSettings) async throws(PreparationError) -> Secret {
        if let secret = knownSecret(among: try await candidates(of: provider), of: provider) { return secret }
        return try await searches.run(provider) { [self] in
            do throws(PreparationError) {
                return .success(try await search(provider))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    /// After a refusal: whether the provider accepts another secret than the one that was sent. Then that one has ended, and nothing
    /// is wrong with the registration.
    func acceptsOther(than sent: Secret?, of provider: ProviderSettings) async -> Bool {
        guard let sent, provider.clientSecrets.count > 1 else { return false }
        do throws(PreparationError) {
            return try await !acceptedSecret(of: provider).equals(sent)
        } catch {
            return false
        }
    }

    private func search(_ provider: ProviderSettings) async throws(PreparationError) -> Secret {
        let secrets = try await candidates(of: provider)
        // Whoever came a moment later than the search before.
        if let secret = knownSecret(among: secrets, of: provider) { return secret }
        let last = choices.last(of: provider)
        var search = SecretSearch(
            count: secrets.count, first: secrets.firstIndex { last.secret?.equals($0) ?? false },
            noticesWrong: last.noticesWrong)
        let finding = try await find(&search, among: secrets, at: provider)
        guard case .accepted(let place) = finding else { throw .secrets(finding) }
        choices.learn(secrets[place], of: provider, noticesWrong: search.noticesWrong)
        return secrets[place]
    }

    /// Asks as the search wants it.
    ///
    /// - Parameter credentials: secrets or keys; nil for a client that has none.
    func find(
        _ search: inout SecretSearch, among credentials: [Secret?], at provider: ProviderSettings
    ) async throws(PreparationError) -> SecretSearch.Finding {
        var step = search.next(after: nil)
        while true {
            switch step {
            case .ask(let place): step = search.next(after: try await verdict(on: credentials[place], at: provider))
            case .askWithWrong:
                let wrong = provider.authentication == .privateKeyJWT ? ClientKeyText.fresh() : Self.nothingReal()
                step = search.next(after: try await verdict(on: wrong, at: provider))
            case .end(let finding): return finding
            }
        }
    }

    private func verdict(
        on credential: Secret?, at provider: ProviderSettings
    ) async throws(PreparationError) -> SecretSearch.Verdict {
        let endpoint = try await tokenEndpoint(of: provider)
        // A key of nobody's proves nothing and is asked for all the same.
        let key = provider.usesDPoP ? ProofKey.fresh() : nil
        let fetched = try await askTokenEndpoint(endpoint, of: provider, with: credential, by: key) {
            $0.refresh(Self.nothingReal(), scopes: nil, at: endpoint)
        }
        // Some servers say no more than that to a wrong client.
        if case .response(let reply) = fetched, reply.status == 403, reply.body.count == 0 { return .refused(nil) }
        return SecretSearch.Verdict(
            OutcomeRules(provider: provider, sentScopes: false, now: clock.now()).outcome(of: fetched))
    }

    /// Every secret that can be read: one that is gone already stops no other.
    func candidates(of provider: ProviderSettings) async throws(PreparationError) -> [Secret] {
        var secrets: [Secret] = []
        var failure: PreparationError?
        for source in provider.clientSecrets {
            do throws(PreparationError) {
                secrets.append(try await read(source))
            } catch {
                failure = failure ?? error
            }
        }
        if secrets.isEmpty, let failure { throw failure }
        return secrets
    }

    /// Nil also where the place that it came from now holds another.
    private func knownSecret(among secrets: [Secret], of provider: ProviderSettings) -> Secret? {
        choices.current(of: provider).flatMap { known in secrets.contains(where: known.equals) ? known : nil }
    }

    /// 256 bits of chance in the looks of a token: neither a refresh token nor a secret of anybody.
    private static func nothingReal() -> Secret {
        Secret(copying: Array((ClientAssertion.freshIdentifier() + ClientAssertion.freshIdentifier()).utf8))
    }
}

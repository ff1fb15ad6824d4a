extension VaultClient {
    /// An access token that lives long enough (`token.get`), refreshed at the provider if there is none.
    ///
    /// - Parameters:
    ///   - selection: whose grant.
    ///   - scopes: a subset of the grant's; nil: all of them.
    ///   - minimumLifeSeconds: life that the token must have left, up to a day; nil: the vault's own minimum.
    ///   - forceRefresh: ask the provider although a cached token would do.
    ///   - session: the secret of a session of the grant's user, where the vault's policy wants one.
    ///   - request: what the token is for, where the provider binds tokens to keys; the answer then has a proof for it.
    /// - Throws: `.refused` with kind `reauthRequired` when the user must sign in again.
    public func token(
        for selection: GrantSelection, scopes: [String]? = nil, minimumLifeSeconds: Int64? = nil,
        forceRefresh: Bool = false, session: SecretText? = nil, proving request: ProvedRequest? = nil
    ) async throws(VaultClientError) -> AccessToken {
        let call = ClientCall.getToken(
            selection, scopes: scopes, minimumLifeSeconds: minimumLifeSeconds, forceRefresh: forceRefresh,
            session: session, proof: request)
        return try await perform(call).accessToken()
    }

    /// Says that an API answered 401 to this token (`token.reject`), and gets another. Two who reject the same token cause one refresh.
    ///
    /// - Parameters:
    ///   - rejected: the token that was refused.
    ///   - scopes: as they were given to `token`.
    ///   - claims: the claims challenge that came with the 401, decoded to JSON text. Then there is no other token: the error is
    ///     `step_up_required` with these claims, for everyone, until the user has signed in with them and the grant is put again.
    public func replacement(
        for rejected: AccessToken, scopes: [String]? = nil, claims: String? = nil
    ) async throws(VaultClientError) -> AccessToken {
        let call = ClientCall.rejectToken(
            rejected.secret, of: .handle(rejected.grant), scopes: scopes, claims: claims)
        return try await perform(call).accessToken()
    }
}

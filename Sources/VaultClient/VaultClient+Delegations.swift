extension VaultClient {
    /// Lets one other client get tokens of a grant (`delegation.create`), never more than this one may have itself. It is on the
    /// disk when this returns. Never sent twice.
    public func createDelegation(_ offer: DelegationOffer) async throws(VaultClientError) -> IssuedDelegation {
        try await perform(.createDelegation(offer)).issuedDelegation()
    }

    /// One page of the delegations of grants that this client reaches (`delegation.list`).
    public func listDelegations(
        _ query: DelegationQuery = DelegationQuery()
    ) async throws(VaultClientError) -> DelegationRecordPage {
        try await perform(.listDelegations(query)).delegationPage()
    }

    /// Ends a delegation (`delegation.revoke`), durably before this returns; tokens that it gave out live until they expire. Never
    /// sent twice.
    public func revokeDelegation(_ selection: DelegationSelection) async throws(VaultClientError) {
        _ = try await perform(.revokeDelegation(selection)).revokedDelegation()
    }

    /// An access token by delegation (`token.get`): the grant, and how much of it, are the delegation's.
    ///
    /// Never sent twice: the first may have counted as a use.
    ///
    /// - Parameters:
    ///   - delegation: the secret `vdl_…` that its creator handed on.
    ///   - scopes: a subset of the delegation's; nil: all of them.
    ///   - minimumLifeSeconds: life that the token must have left, up to a day; nil: the vault's own minimum.
    ///   - forceRefresh: ask the provider although a cached token would do.
    ///   - session: the secret of a session of the grant's user, where the vault's policy wants one.
    ///   - request: what the token is for, where the provider binds tokens to keys; the answer then has a proof for it.
    /// - Throws: `.refused` with kind `notFound` whatever is wrong with the delegation.
    public func token(
        delegation: SecretText, scopes: [String]? = nil, minimumLifeSeconds: Int64? = nil, forceRefresh: Bool = false,
        session: SecretText? = nil, proving request: ProvedRequest? = nil
    ) async throws(VaultClientError) -> AccessToken {
        let call = ClientCall.redeemToken(
            delegation, scopes: scopes, minimumLifeSeconds: minimumLifeSeconds, forceRefresh: forceRefresh,
            session: session, proof: request)
        return try await perform(call).accessToken()
    }
}

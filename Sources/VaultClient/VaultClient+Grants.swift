extension VaultClient {
    /// Stores a refresh token (`grant.put`); the same subject, provider and account replace the lineage. It is on the disk when this
    /// returns. Never sent twice.
    public func putGrant(_ grant: NewGrant) async throws(VaultClientError) -> GrantRecord {
        try await perform(.putGrant(grant)).grant()
    }

    /// What is stored about one grant (`grant.lookup`).
    public func grant(_ selection: GrantSelection) async throws(VaultClientError) -> GrantRecord {
        try await perform(.lookupGrant(selection)).grant()
    }

    /// One page of the grants that this client may see (`grant.list`).
    public func listGrants(_ query: GrantQuery = GrantQuery()) async throws(VaultClientError) -> GrantRecordPage {
        try await perform(.listGrants(query)).grantPage()
    }

    /// Ends a grant (`grant.revoke`): durably at the vault before this returns, then at the provider. Never sent twice.
    ///
    /// - Parameter waitMilliseconds: how long the answer may wait for the provider's last word, at most 600,000; nil: for one try.
    public func revokeGrant(
        _ selection: GrantSelection, waitMilliseconds: Int64? = nil
    ) async throws(VaultClientError) -> RevokedGrant {
        try await perform(.revokeGrant(selection, waitMilliseconds: waitMilliseconds)).revokedGrant()
    }
}

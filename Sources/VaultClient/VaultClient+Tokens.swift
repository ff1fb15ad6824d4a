import VaultCore
import VaultJSON

extension VaultClient {
    /// An access token that lives long enough (`token.get`), refreshed at the provider if there is none.
    ///
    /// - Parameters:
    ///   - scopes: a subset of the grant's; nil: all of them.
    ///   - minimumLifeSeconds: life that the token must have left, up to a day; nil: the vault's own minimum.
    ///   - forceRefresh: ask the provider although a cached token would do.
    /// - Throws: `.refused` with kind `reauthRequired` when the user must sign in again.
    public func token(
        for selection: GrantSelection, scopes: [String]? = nil, minimumLifeSeconds: Int64? = nil,
        forceRefresh: Bool = false
    ) async throws(VaultClientError) -> AccessToken {
        try AccessToken(
            await result(of: .tokenGet) { writer in
                selection.write(to: &writer)
                if let scopes { writer.member("scopes", scopes) }
                if let minimumLifeSeconds { writer.member("min_ttl_seconds", minimumLifeSeconds) }
                if forceRefresh { writer.member("force_refresh", true) }
            })
    }

    /// Says that an API answered 401 to this token (`token.reject`), and gets another. Two who reject the same token cause one refresh.
    ///
    /// - Parameter scopes: as they were given to `token`.
    public func replacement(
        for rejected: AccessToken, scopes: [String]? = nil
    ) async throws(VaultClientError) -> AccessToken {
        try AccessToken(
            await result(of: .tokenReject) { writer in
                writer.member("grant", rejected.grant)
                if let scopes { writer.member("scopes", scopes) }
                writer.member("access_token", secret: rejected.secret)
            })
    }
}

extension AccessToken {
    init(_ result: ResultReader) throws(VaultClientError) {
        self.init(
            secret: try result.secret("access_token"), grant: try result.text("grant"),
            generation: try result.integer("generation"), scopes: try result.texts("scopes"),
            expiresAt: try result.integer("expires_at"), expiresIn: try result.integer("expires_in"))
    }
}

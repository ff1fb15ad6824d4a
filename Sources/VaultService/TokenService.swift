package import VaultCore

/// The use cases of access tokens: get one that lives long enough, reject one that an API refused.
package struct TokenService: Sendable {
    package init(_ context: ServiceContext, order: GrantOrder) {}

    /// - Parameter grant: found by the request's selector and allowed by the permit.
    package func get(_ request: TokenRequest, of grant: Grant, _ permit: Permit, caller: Caller)
        async throws(VaultError) -> IssuedToken
    {
        throw .internal(reason: "to come")
    }

    package func reject(_ rejection: TokenRejection, of grant: Grant, _ permit: Permit, caller: Caller)
        async throws(VaultError) -> IssuedToken
    {
        throw .internal(reason: "to come")
    }
}

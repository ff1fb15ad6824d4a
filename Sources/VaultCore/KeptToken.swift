/// A cached access token as stored, with what of its grant can have changed since that was found, all of one moment.
package struct KeptToken: Sendable {
    package var token: StoredToken
    package var recordKey: WrappedRecordKey
    /// Of the grant.
    package var generation: Generation
    package var scopes: ScopeSet
    package var authentication: Authentication
    /// The grant is the only one of its subject at its provider, damaged ones counted.
    package var isOnlyAccount: Bool

    package init(
        token: StoredToken, recordKey: WrappedRecordKey, generation: Generation, scopes: ScopeSet,
        authentication: Authentication, isOnlyAccount: Bool
    ) {
        self.token = token
        self.recordKey = recordKey
        self.generation = generation
        self.scopes = scopes
        self.authentication = authentication
        self.isOnlyAccount = isOnlyAccount
    }

    /// The grant as it is now.
    ///
    /// - Parameter grant: as it was found.
    package func updated(_ grant: Grant) -> Grant {
        var grant = grant
        grant.generation = generation
        grant.scopes = scopes
        grant.authentication = authentication
        return grant
    }
}

/// Remembers which account is which subject: at most one subject for an account, and for a subject as many accounts as rules allow.
///
/// As with `GrantStore`, reads see everything that a write has returned from, and writes are durable when they return.
package protocol IdentityStore: Sendable {
    /// nil before the first account was remembered.
    func identityKey() throws(StoreFailure) -> IdentityKey?

    /// Stores the key of all accounts.
    ///
    /// - Throws: `.conflict` when there is one, its id is taken, or the master key that it names was destroyed meanwhile.
    func add(_ key: IdentityKey) async throws(StoreFailure)

    func identity(_ accountTag: [UInt8], at provider: ProviderName) throws(StoreFailure) -> StoredIdentity?

    /// Makes the account the subject, as far as `linking` lets it, in one step: of two accounts that want to be the first of one
    /// subject, one is.
    func claim(
        _ identity: StoredIdentity, _ linking: IdentityLinking,
        telling tale: @escaping @Sendable (IdentityClaimOutcome) -> [AuditEvent]
    ) async throws(StoreFailure) -> IdentityClaimOutcome

    /// Forgets which accounts are the subject.
    ///
    /// - Returns: how many there were.
    func forget(_ oblivion: IdentityOblivion, telling events: [AuditEvent]) async throws(StoreFailure) -> Int
}

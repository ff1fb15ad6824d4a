package import VaultCore

extension SQLiteStore: IdentityStore {
    package func identityKey() throws(StoreFailure) -> IdentityKey? {
        try readers.read { reader throws(SQLiteError) in try reader.identities.key() }
    }

    package func add(_ key: IdentityKey) async throws(StoreFailure) {
        _ = try await write(.addIdentityKey(key))
    }

    package func identity(
        _ accountTag: [UInt8], at provider: ProviderName
    ) throws(StoreFailure) -> StoredIdentity? {
        try readers.read { reader throws(SQLiteError) in try reader.identities.identity(accountTag, at: provider) }
    }

    package func claim(
        _ identity: StoredIdentity, _ linking: IdentityLinking,
        telling tale: @escaping @Sendable (IdentityClaimOutcome) -> [AuditEvent]
    ) async throws(StoreFailure) -> IdentityClaimOutcome {
        let outcome = await writing(.claimIdentity(identity, linking), .ofClaim(tale))
        if case .claimed(let claimed) = outcome { return claimed }
        _ = try outcome.get()
        preconditionFailure("the writer answers a claim with what became of it")
    }

    package func forget(_ oblivion: IdentityOblivion, telling events: [AuditEvent]) async throws(StoreFailure) -> Int {
        let outcome = await writing(.forgetIdentities(oblivion), .events(events))
        if case .changed(let count) = outcome { return count }
        return try outcome.get() ? 1 : 0
    }
}

package import VaultCore

/// What may be done about a grant that does not read back: its user can replace it by a put, and it can be revoked.
extension GrantService {
    /// The one grant that the selector means and that does not read back; nil where it does, or where there is none or more
    /// than one.
    package func damaged(_ selector: GrantSelector) throws(VaultError) -> DamagedGrant? {
        let found = try context.stored { () throws(StoreFailure) in try context.store.damagedGrants(selector) }
        return found.count == 1 ? found[0] : nil
    }

    /// Removes what is here. There is nothing that could be sent to the provider.
    ///
    /// - Parameter permit: for the grant's provider and subject, or for all of them where these cannot be told.
    package func revoke(
        _ damaged: DamagedGrant, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> RevocationReceipt {
        try permit.check(.grantRevoke, at: permit.provider, of: permit.subject)
        let events = [AuditEvent.Kind.grantRevoked, .upstreamRevokeFailed].map { kind in
            AuditEvent(
                kind, kind == .grantRevoked ? .done : .failed, caller: caller, method: .grantRevoke,
                subject: permit.subject, provider: permit.provider, grant: damaged.id,
                reason: ReauthReason.recordDamaged.rawValue)
        }
        let wasThere = try await context.storing { () async throws(StoreFailure) in
            try await context.store.revoke(damaged.id, queueing: nil, telling: events)
        }
        guard wasThere else { throw .notFound(what: "grant") }
        context.openIntents.forget(damaged.id)
        // Whose token it was cannot be told for sure, and this happens once in a disk's life.
        context.cache.removeAll()
        return RevocationReceipt(revokedLocally: true, upstream: .refused)
    }
}

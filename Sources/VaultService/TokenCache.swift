package import VaultCore

/// Full access tokens in memory, found by the bytes of a request line; never more than its capacity, the longest unused
/// goes first.
///
/// The cached reply is ready to be copied: see `CachedToken`.
package final class TokenCache: Sendable {
    package init(capacity: Int) {}

    /// Calls `body` under the cache's lock with the token of this grant handle, when it lives at least
    /// `minimumLifeSeconds` more; notes the use. No allocation.
    ///
    /// - Returns: nil when there is none that lives long enough.
    package func withToken<Result>(
        handle: UnsafeRawBufferPointer, minimumLifeSeconds: Int64, now: Timestamp,
        _ body: (borrowing CachedToken) -> Result
    ) -> Result? { nil }

    /// The same by subject, provider and account (empty: the only grant of this subject at this provider).
    package func withToken<Result>(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer,
        minimumLifeSeconds: Int64, now: Timestamp, _ body: (borrowing CachedToken) -> Result
    ) -> Result? { nil }
}

/// A token at rest in the cache with what the hot path needs beside it, all of it bytes that are only copied.
package struct CachedToken: ~Copyable {
    package let provider: ProviderIndex
    package let expiresAt: Timestamp
    /// `{"access_token":"…","token_type":"Bearer","grant":"vgr_…","generation":n,"scopes":[…],"expires_at":n,"expires_in":`
    /// – the caller appends the seconds left and `}`.
    package let replyHead: UnsafeRawBufferPointer
    /// The audit members of the grant (`AuditTrail.grantPart`).
    package let auditPart: UnsafeRawBufferPointer
}

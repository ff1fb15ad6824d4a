import Synchronization
package import VaultCore

/// Full access tokens in memory, found by the bytes of a request line; never more than its capacity, the longest unused
/// goes first.
///
/// The cached reply is ready to be copied: see `CachedToken`. A token that was read before its grant changed is never kept:
/// whoever reads takes a ticket first, every change voids the tickets of its subject and provider.
package final class TokenCache: Sendable {
    /// What a token takes on average, generously; tokens beyond capacity times this stay out of memory.
    private static let bytesPerToken = 2048

    let table: Mutex<CacheTable>

    package convenience init(capacity: Int) {
        self.init(capacity: capacity, memoryLimit: max(1 << 20, capacity * Self.bytesPerToken))
    }

    init(capacity: Int, memoryLimit: Int) {
        var random = SystemRandomNumberGenerator()
        table = Mutex(
            CacheTable(capacity: capacity, memoryLimit: memoryLimit, hash: ByteHash(using: &random)))
    }

    /// Calls `body` under the cache's lock with the token of this grant handle, when it lives at least
    /// `minimumLifeSeconds` more; notes the use. No allocation.
    ///
    /// - Returns: nil when there is none that lives long enough.
    package func withToken<Result>(
        handle: UnsafeRawBufferPointer, minimumLifeSeconds: Int64, now: Timestamp,
        _ body: (borrowing CachedToken) -> Result
    ) -> Result? {
        var result: Result?
        lend(handle: handle, minimumLifeSeconds, now) { result = body($0) }
        return result
    }

    /// The same by subject, provider and account (empty: the only grant of this subject at this provider).
    package func withToken<Result>(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer,
        minimumLifeSeconds: Int64, now: Timestamp, _ body: (borrowing CachedToken) -> Result
    ) -> Result? {
        var result: Result?
        lend(subject: subject, provider, account, minimumLifeSeconds, now) { result = body($0) }
        return result
    }

    // Not generic: only the thin wrappers above are specialized where they are called.
    private func lend(
        handle: UnsafeRawBufferPointer, _ minimumLife: Int64, _ now: Timestamp, _ body: (borrowing CachedToken) -> Void
    ) {
        table.withLock { table in
            guard let slot = table.slot(handle: handle) else { return }
            table.lend(slot, minimumLifeSeconds: minimumLife, now: now, body)
        }
    }

    private func lend(
        subject: UnsafeRawBufferPointer, _ provider: UnsafeRawBufferPointer, _ account: UnsafeRawBufferPointer,
        _ minimumLife: Int64, _ now: Timestamp, _ body: (borrowing CachedToken) -> Void
    ) {
        table.withLock { table in
            guard let slot = table.slot(subject: subject, provider: provider, account: account) else { return }
            table.lend(slot, minimumLifeSeconds: minimumLife, now: now, body)
        }
    }
}

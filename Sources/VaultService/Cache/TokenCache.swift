import Synchronization
package import VaultCore

/// Full access tokens in memory, found by the bytes of a request line; never more than its capacity, the longest unused
/// goes first.
///
/// The cached reply is ready to be copied: see `CachedToken`; the token in it rests hidden under a key of this process, and
/// is in clear only from when it is asked for until `hideShown`. A token that was read before its grant changed is never kept:
/// whoever reads takes a ticket first, every change voids the tickets of its subject and provider.
package final class TokenCache: Sendable {
    /// What a token takes on average, generously; tokens beyond capacity times this stay out of memory.
    private static let bytesPerToken = 2048

    let table: Mutex<CacheTable>
    /// Gives kept tokens the places that their calls are counted in.
    package let scopeUses = ScopeTally()

    package convenience init(capacity: Int, cipher: any MemoryCipher) {
        self.init(capacity: capacity, memoryLimit: max(1 << 20, capacity * Self.bytesPerToken), cipher: cipher)
    }

    init(capacity: Int, memoryLimit: Int, cipher: any MemoryCipher) {
        var random = SystemRandomNumberGenerator()
        table = Mutex(
            CacheTable(
                capacity: capacity, memoryLimit: memoryLimit, hash: ByteHash(using: &random), cipher: cipher))
    }

    /// Calls `body` under the cache's lock with the token of this grant handle, when it lives at least
    /// `minimumLifeSeconds` more; notes the use where `body` says that it served the token. No allocation.
    ///
    /// Not generic: a generic one is not specialized across modules and takes twice the time.
    ///
    /// - Returns: what `body` said; nil when there is no token that lives long enough.
    package func withToken(
        handle: UnsafeRawBufferPointer, minimumLifeSeconds: Int64, now: Timestamp,
        _ body: (borrowing CachedToken) -> Bool
    ) -> Bool? {
        table.withLock { table in
            guard let slot = table.slot(handle: handle) else { return nil }
            return table.lend(slot, minimumLifeSeconds: minimumLifeSeconds, now: now, body)
        }
    }

    /// The same by subject, provider and account (empty: the only grant of this subject at this provider).
    package func withToken(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer,
        minimumLifeSeconds: Int64, now: Timestamp, _ body: (borrowing CachedToken) -> Bool
    ) -> Bool? {
        table.withLock { table in
            guard let slot = table.slot(subject: subject, provider: provider, account: account) else { return nil }
            return table.lend(slot, minimumLifeSeconds: minimumLifeSeconds, now: now, body)
        }
    }

    /// Whether there is a token of this grant, however long it lives.
    func holds(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer
    ) -> Bool {
        table.withLock { $0.slot(subject: subject, provider: provider, account: account) != nil }
    }
}

package import VaultCore

/// The sessions in memory and the time that they live by, as the loops see them.
package struct ReadySessions: Sendable {
    private let cache: SessionCache
    private let time: SessionTime

    package init(_ cache: SessionCache, time: SessionTime) {
        self.cache = cache
        self.time = time
    }

    package func now() -> Timestamp { time.now() }

    /// Calls `body` with the session that this very handle opens, where that is known without the store, and lives.
    ///
    /// - Parameter now: by `now()`.
    ///
    /// - Returns: what `body` said; false when only the spine can tell.
    package func withSession(
        _ handle: UnsafeRawBufferPointer, at now: Timestamp, _ body: (LentSession) -> Bool
    ) -> Bool {
        cache.withReady(handle: handle, at: now, body)
    }
}

package import VaultCore

/// What the log is chained, sealed and timed with.
package struct AuditMakers: Sendable {
    let key: any AuditKey
    let hasher: any AuditHasher
    let clock: any WallClock

    package init(key: any AuditKey, hasher: any AuditHasher, clock: any WallClock) {
        self.key = key
        self.hasher = hasher
        self.clock = clock
    }

    func spanKey(_ mark: SpanMark) -> AuditHash { key.spanKey(log: mark.log, nonce: mark.nonce) }
}

/// Which half of a revocation was done when the vault answered; the local half always is.
public struct RevokedGrant: Hashable, Sendable {
    /// The handle, which is good for nothing any more.
    public let handle: String
    /// `revoked`, `queued` (the vault goes on trying), `not_supported` or `refused`.
    public let upstream: String
}

/// One provider of the vault's configuration.
public struct ProviderInfo: Hashable, Sendable {
    /// The name in the configuration.
    public let name: String
    /// Where its metadata is discovered.
    public let issuer: String?
    /// What it does to a refresh token that was used: `none`, `rotates`, …
    public let rotation: String
    /// `per_token` where fewer scopes than the grant has may be asked for.
    public let narrowing: String
    /// `closed`; `open` while it is not asked; `half_open` while one refresh finds out whether it may be again.
    public let breaker: String
    /// Why it is not `closed`.
    public let reason: String?
    /// The provider's error code, where the client registration is at fault.
    public let providerError: String?
    /// Milliseconds until it is asked again.
    public let retryAfterMilliseconds: Int64?
}

/// What a test of a provider found.
public struct ProviderReport: Hashable, Sendable {
    /// As it was asked.
    public let provider: String
    /// Whether it answered at all.
    public let isReachable: Bool
    /// Configured or discovered.
    public let tokenEndpoint: String?
    /// Configured or discovered.
    public let revocationEndpoint: String?
    /// How far the provider's clock is before the vault's, in seconds.
    public let clockDifferenceSeconds: Int64?
    /// What the provider says to the client's credentials: `accepted`, `refused`, `indistinct` (it says the same to wrong ones),
    /// `undecided` or `not_asked`.
    public let credentials: String
    /// The provider's error code, where it refuses them.
    public let providerError: String?
    /// Sentences, the most important first; empty when all is well.
    public let problems: [String]
}

/// Whether the vault is fit to serve.
public struct DaemonHealth: Hashable, Sendable {
    /// `ok`, `degraded` or `sealed`.
    public let status: String
    /// Whether callers are to be sent there.
    public let isReady: Bool
    /// Sentences, the most important first.
    public let problems: [String]
    /// The same with a word for each; none from a daemon that does not know them yet.
    public let reasons: [HealthReason]
    /// Refresh tokens still to be revoked at their provider.
    public let pendingRevocations: Int64
}

/// What a backup holds and what it needs.
public struct BackupSummary: Hashable, Sendable {
    /// As it was asked.
    public let file: String
    /// The moment that it shows, in seconds since 1970.
    public let createdAt: Int64
    /// Which store it is of; only a seal key of that store opens it.
    public let store: String
    /// The versions of the master keys that it holds.
    public let masterKeys: [Int64]
    /// Counted in the file.
    public let grants: Int64
    /// Counted in the file.
    public let pendingRevocations: Int64
    /// Its length.
    public let bytes: Int64
}

/// The running daemon.
public struct DaemonInfo: Hashable, Sendable {
    /// Of vaultd.
    public let version: String
    /// Of the protocol.
    public let protocolVersion: String
    /// Of the process.
    public let pid: Int64
    /// In seconds since 1970.
    public let startedAt: Int64
    /// By a clock that is never set.
    public let uptimeSeconds: Int64
    /// Open now.
    public let connections: Int64
    /// Calls that wait for the disk or a provider.
    public let inFlight: Int64
    /// In the configuration.
    public let providers: Int64
    /// Whether it runs in development mode, in which guests may come in.
    public let isDevelopment: Bool
    /// Copied so far, while a backup is being made.
    public let backupDoneBytes: Int64?
    /// Of the store, while a backup is being made.
    public let backupTotalBytes: Int64?
}

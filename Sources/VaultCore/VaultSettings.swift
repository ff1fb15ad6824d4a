/// The whole configuration as checked values; what a field means is told in Docs/configuration.md.
package struct VaultSettings: Hashable, Sendable {
    package var storePath: String
    package var sealKey: SealSource
    package var workloadSocket: SocketSettings
    package var adminSocket: SocketSettings
    package var audit: AuditSettings
    package var providers: [ProviderSettings]
    package var clients: [ClientSettings]
    package var limits: LimitSettings
    package var tokens: TokenSettings
    package var keys = KeySettings()
    package var sessions = SessionSettings()
    package var identity = IdentityRules.none
    package var grants = GrantSettings()
    /// Whether this is nobody's real vault, where guests may come in.
    package var isDevelopment = false
    /// Where the metrics can be had over HTTP; nil: nowhere.
    package var metrics: MetricsListen?
    /// Where the operator keeps backups; nil: the vault is not told.
    package var backupDirectory: String?
    /// Reactor threads, 1 to 64.
    package var loops: Int
    /// Whether the daemon may start when memory cannot be locked.
    package var allowsUnlockedMemory: Bool
    /// How long SIGTERM waits for refreshes in flight, in milliseconds.
    package var drainMilliseconds: Int64

    package init(
        storePath: String, sealKey: SealSource, workloadSocket: SocketSettings, adminSocket: SocketSettings,
        auditPath: String, providers: [ProviderSettings] = [], clients: [ClientSettings] = [],
        limits: LimitSettings = LimitSettings(), tokens: TokenSettings = TokenSettings(), loops: Int = 1,
        allowsUnlockedMemory: Bool = false, drainMilliseconds: Int64 = 10_000
    ) {
        self.storePath = storePath
        self.sealKey = sealKey
        self.workloadSocket = workloadSocket
        self.adminSocket = adminSocket
        audit = AuditSettings(path: auditPath)
        self.providers = providers
        self.clients = clients
        self.limits = limits
        self.tokens = tokens
        self.loops = loops
        self.allowsUnlockedMemory = allowsUnlockedMemory
        self.drainMilliseconds = drainMilliseconds
    }
}

extension VaultSettings {
    package var auditPath: String { audit.path }
    /// Where the secret lies that seals the audit log.
    package var auditKeyPath: String { audit.keyPath ?? "\(storePath).audit-key" }
}

/// One listening Unix socket.
package struct SocketSettings: Hashable, Sendable {
    package var path: String
    /// Permission bits of the socket file.
    package var mode: UInt32
    /// Numeric gid that owns the socket file; nil leaves the daemon's.
    package var group: UInt32?

    package init(path: String, mode: UInt32 = 0o600, group: UInt32? = nil) {
        self.path = path
        self.mode = mode
        self.group = group
    }
}

/// What connections and clients may use up.
package struct LimitSettings: Hashable, Sendable {
    package var connections = 10_000
    package var connectionsPerClient = 2_000
    package var frameBytes = 64 * 1024
    package var inFlightPerConnection = 256
    package var inFlightPerClient = 16_384
    package var inFlight = 32_768
    /// Replies that wait for a reader that does not read; beyond it the connection is closed.
    package var bufferedReplyBytes = 1024 * 1024
    /// How long a full reply queue may stand still, in milliseconds.
    package var slowReaderMilliseconds: Int64 = 5_000

    package init() {}
}

/// How access tokens are cached and handed out.
package struct TokenSettings: Hashable, Sendable {
    /// Life that a cached token must have left when the caller does not say.
    package var minimumLifeSeconds: Int64 = 30
    /// Cached tokens kept in memory, at most.
    package var cachedTokens = 100_000

    package init() {}
}

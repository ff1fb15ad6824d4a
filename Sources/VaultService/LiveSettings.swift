import Synchronization
package import VaultCore

/// The providers and token settings in force; replaced as a whole by a reload.
package final class LiveSettings: Sendable {
    private struct State {
        var providers: [ProviderName: ProviderSettings]
        var tokens: TokenSettings
        var keys: KeySettings
        var backupDirectory: String?
        var sessions: SessionSettings
        var identity: IdentityRules
        var isDevelopment: Bool
        var grants: GrantSettings
        var audit: AuditSettings?
    }

    private let state: Mutex<State>

    package init(
        providers: [ProviderSettings], tokens: TokenSettings, keys: KeySettings = KeySettings(),
        backupDirectory: String? = nil, sessions: SessionSettings = SessionSettings(), identity: IdentityRules = .none,
        isDevelopment: Bool = false, grants: GrantSettings = GrantSettings(), audit: AuditSettings? = nil
    ) {
        state = Mutex(
            State(
                providers: Self.byName(providers), tokens: tokens, keys: keys,
                backupDirectory: backupDirectory, sessions: sessions, identity: identity,
                isDevelopment: isDevelopment, grants: grants, audit: audit))
    }

    package func replace(providers: [ProviderSettings], tokens: TokenSettings) {
        state.withLock { state in
            state.providers = Self.byName(providers)
            state.tokens = tokens
        }
    }

    package func replace(keys: KeySettings, backupDirectory: String? = nil) {
        state.withLock { state in
            state.keys = keys
            state.backupDirectory = backupDirectory
        }
    }

    package func replace(sessions: SessionSettings) { state.withLock { $0.sessions = sessions } }

    package func replace(audit: AuditSettings) { state.withLock { $0.audit = audit } }

    /// nil where nobody keeps it up.
    package var audit: AuditSettings? { state.withLock { $0.audit } }

    package func replace(grants: GrantSettings) { state.withLock { $0.grants = grants } }

    package func replace(identity: IdentityRules, isDevelopment: Bool) {
        state.withLock { state in
            state.identity = identity
            state.isDevelopment = isDevelopment
        }
    }

    package func provider(_ name: ProviderName) -> ProviderSettings? { state.withLock { $0.providers[name] } }

    package var providers: [ProviderSettings] {
        state.withLock { Array($0.providers.values) }.sorted { $0.name.text < $1.name.text }
    }

    package var tokens: TokenSettings { state.withLock { $0.tokens } }

    package var backupDirectory: String? { state.withLock { $0.backupDirectory } }

    package var sessions: SessionSettings { state.withLock { $0.sessions } }

    package var identity: IdentityRules { state.withLock { $0.identity } }

    /// Whether this is nobody's real vault, where guests may come in.
    package var isDevelopment: Bool { state.withLock { $0.isDevelopment } }

    package var grants: GrantSettings { state.withLock { $0.grants } }

    package var keys: KeySettings { state.withLock { $0.keys } }

    private static func byName(_ providers: [ProviderSettings]) -> [ProviderName: ProviderSettings] {
        Dictionary(providers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

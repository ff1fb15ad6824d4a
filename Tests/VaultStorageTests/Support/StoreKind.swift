import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// The two stores that keep the ports; every contract test runs against both.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case inMemory
    case sqlite

    var testDescription: String { rawValue }

    func make() throws -> StoreUnderTest {
        switch self {
        case .inMemory: StoreUnderTest(InMemoryGrantStore())
        case .sqlite: StoreUnderTest(try SQLiteStore.open(in: TemporaryDirectory()))
        }
    }
}

/// One store as the ports that it keeps.
struct StoreUnderTest: Sendable {
    let grants: any GrantStore
    let keys: any KeyRotationStore
    let delegations: any DelegationStore
    let sessions: any SessionStore
    let subjects: any SubjectStore
    let scopeUses: any ScopeUseStore
    let identities: any IdentityStore
    let forecast: any ForecastStore
    let telling: any TellingStore

    init(
        _ store: some GrantStore & DelegationStore & SessionStore & SubjectStore & ScopeUseStore & IdentityStore
            & KeyRotationStore & ForecastStore & TellingStore
    ) {
        grants = store
        keys = store
        delegations = store
        sessions = store
        subjects = store
        scopeUses = store
        identities = store
        forecast = store
        telling = store
    }
}

extension SQLiteStore {
    /// Opens the one store of a directory, which stays as long as the store does; that it dies is a failure of the test.
    static func open(
        in directory: TemporaryDirectory, options: StoreOptions = StoreOptions(),
        onFatal: @escaping @Sendable (String) -> Void = { Issue.record("the store died: \($0)") }
    ) throws -> SQLiteStore {
        try open(path: directory.file("vault.db"), options: options) { reason in
            withExtendedLifetime(directory) { onFatal(reason) }
        }
    }
}

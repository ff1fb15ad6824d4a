import VaultCore
import VaultTestSupport

@testable import VaultService

/// One vault's sessions over fakes and a clock that is moved by hand. `restarted` is the next run of the daemon over the same
/// store.
struct SessionWorld {
    let world: World
    let cache: SessionCache
    let sessions: SessionService
    let keeping: SessionKeeping

    var clock: ManualClock { world.clock }

    init(_ rules: SessionClass? = nil, failuresPerMinute: Int = 600, cached: Int = 100, _ world: World = World()) {
        self.world = world
        var settings = SessionSettings()
        if let rules { settings.classes = [rules] }
        settings.failuresPerMinute = failuresPerMinute
        settings.cached = cached
        world.context.settings.replace(sessions: settings)
        cache = SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher())
        sessions = SessionService(world.context, store: world.store, cache: cache, time: SessionTime(world.clock))
        keeping = SessionKeeping(sessions, batch: 2)
    }

    func restarted() -> SessionWorld {
        SessionWorld(world.context.settings.sessions.classes.first, world.restarted())
    }

    func create(
        _ subject: String = "user:default/alice", claims: String? = nil, payload: String? = nil,
        authentication: Authentication = .unknown, grants: [GrantID] = [], binds: Bool = false
    ) async throws(VaultError) -> OpenedSession {
        let subject = Fixtures.subject(subject)
        let request = NewSession(
            subject: subject, kind: SessionClass.browser.name,
            details: SessionDetails(authentication: authentication, userAgent: "Firefox", address: "192.0.2.7"),
            content: SessionContent(
                claims: claims.map { Secret(copyingTextOf: $0) }, payload: payload.map { Secret(copyingTextOf: $0) }),
            grants: grants, bindsGrants: binds)
        return try await sessions.create(
            request, Fixtures.permit(.sessionCreate, at: nil, of: subject), caller: Fixtures.caller)
    }

    @discardableResult
    func lookUp(_ handle: Secret) async throws(VaultError) -> FoundSession {
        try await sessions.lookUp(handle, caller: Fixtures.caller) { _ in }
    }

    /// nil where the answer is the one that everything wrong has.
    func found(_ handle: Secret) async throws -> SessionID? {
        do { return try await lookUp(handle).session.id } catch VaultError.notFound { return nil }
    }

    func renew(
        _ handle: Secret, authentication: Authentication? = nil, payload: String? = nil
    ) async throws(VaultError) -> OpenedSession {
        try await sessions.renew(
            SessionRenewal(
                handle: handle, authentication: authentication,
                payload: payload.map { Secret(copyingTextOf: $0) }), caller: Fixtures.caller
        ) { _ in }
    }

    func end(_ session: Session) async throws(VaultError) -> EndedSession {
        try await sessions.end(
            session, Fixtures.permit(.sessionRevoke, at: nil, of: session.subject), caller: Fixtures.caller)
    }

    func endAll(_ scope: SessionScope) async throws(VaultError) -> Int {
        try await sessions.endAll(
            scope, Fixtures.permit(.sessionRevokeAll, at: nil, of: scope.subject), caller: Fixtures.caller)
    }

    func list(_ filter: SessionFilter = SessionFilter()) throws(VaultError) -> [SessionPage.Entry] {
        try sessions.list(filter, Fixtures.permit(.sessionList, at: nil)).sessions
    }

    func reasons() -> [String] { world.audit.events.compactMap(\.reason) }
}

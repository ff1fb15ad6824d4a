import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What a look-up that is answered on a loop leaves behind is the same as that of the slow way.
@Suite(.timeLimit(.minutes(5))) struct ReadySessionTests {
    private func ready(_ vault: SessionWorld) -> ReadySessions {
        ReadySessions(vault.cache, time: vault.sessions.time)
    }

    /// Looks the session up once the slow way, which makes it ready.
    private func prepared(_ vault: SessionWorld, _ subject: String = "user:default/alice") async throws -> OpenedSession
    {
        let opened = try await vault.create(subject)
        _ = try await vault.sessions.lookUp(
            opened.handle, caller: Fixtures.caller,
            text: { _ in SessionReplyText(head: [1], tail: Secret(copyingTextOf: "tail of \(subject)")) }
        ) { _ in }
        return opened
    }

    private func lookUp(_ vault: SessionWorld, _ opened: OpenedSession) -> Bool {
        opened.handle.withBytes { ready(vault).withSession($0, at: ready(vault).now()) { _ in true } }
    }

    @Test func `its time is written, and keeps the session alive`() async throws {
        var rules = SessionClass.browser
        rules.idleSeconds = 100
        let vault = SessionWorld(rules)
        let opened = try await prepared(vault)
        for _ in 0..<5 {
            vault.clock.advance(seconds: 90)
            #expect(lookUp(vault, opened))
        }
        #expect(try vault.list().first?.session.lastSeenAt == vault.clock.now(), "also before it is written")
        await vault.keeping.work()
        #expect(try vault.world.store.session(opened.session.id)?.session.lastSeenAt == vault.clock.now())
        vault.clock.advance(seconds: 100)
        #expect(!lookUp(vault, opened), "over by the idle time")
    }

    @Test func `its time is known when the session has left memory before it was written`() async throws {
        let vault = SessionWorld(cached: 4)
        let opened = try await prepared(vault)
        vault.clock.advance(seconds: 50)
        #expect(lookUp(vault, opened))
        for number in 0..<8 { _ = try await prepared(vault, "user:default/other-\(number)") }
        #expect(!lookUp(vault, opened), "it made room for others")
        let seen = vault.clock.now()
        #expect(vault.cache.lastSeen(opened.session.id) == seen)
        vault.clock.advance(seconds: 5)
        await vault.keeping.flush()
        #expect(try vault.world.store.session(opened.session.id)?.session.lastSeenAt == seen)
    }

    @Test func `a failed write of times loses none`() async throws {
        let vault = SessionWorld()
        let opened = try await prepared(vault)
        vault.clock.advance(seconds: 50)
        #expect(lookUp(vault, opened))
        vault.world.store.failWrites(with: .failed(reason: "disk"))
        await vault.keeping.flush()
        vault.world.store.failWrites(with: nil)
        #expect(try vault.list().first?.session.lastSeenAt == vault.clock.now())
        await vault.keeping.flush()
        #expect(try vault.world.store.session(opened.session.id)?.session.lastSeenAt == vault.clock.now())
    }

    @Test func `what is lent is the text that was kept, hidden before and after`() async throws {
        let vault = SessionWorld()
        let opened = try await prepared(vault)
        var seen = ""
        var tail = UnsafeRawBufferPointer(start: nil, count: 0)
        let isServed = opened.handle.withBytes { handle in
            ready(vault).withSession(handle, at: ready(vault).now()) { session in
                seen = String(decoding: session.tail, as: UTF8.self)
                tail = session.tail
                return true
            }
        }
        #expect(isServed && seen == "tail of user:default/alice")
        vault.cache.hideShown()
        // The session is still in memory, and so is this.
        #expect(!tail.elementsEqual(seen.utf8), "hidden again")
        #expect(lookUp(vault, opened) && tail.elementsEqual(seen.utf8))
    }

    @Test func `a cache that is shut holds none of them, and forgets no look-up`() async throws {
        let vault = SessionWorld()
        let opened = try await prepared(vault)
        vault.clock.advance(seconds: 50)
        #expect(lookUp(vault, opened))
        weak let held = vault.cache.state.withLock { $0.shown.first }
        #expect(held != nil)
        vault.cache.shut()
        #expect(held == nil, "nothing keeps what it shows in clear")
        #expect(vault.cache.lastSeen(opened.session.id) == vault.clock.now())
        #expect(!lookUp(vault, opened))
    }

    @Test func `a clock that goes back makes nothing live longer`() async throws {
        var rules = SessionClass.browser
        rules.idleSeconds = 100
        let vault = SessionWorld(rules)
        let opened = try await prepared(vault)
        vault.clock.setWall(to: vault.clock.now().adding(seconds: 99))
        #expect(lookUp(vault, opened))
        vault.clock.setWall(to: vault.clock.now().adding(seconds: 100))
        #expect(!lookUp(vault, opened))
        vault.clock.setWall(to: vault.clock.now().adding(seconds: -150))
        #expect(!lookUp(vault, opened))
    }
}

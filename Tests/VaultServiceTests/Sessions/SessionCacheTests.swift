import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What memory keeps of sessions: no more than it may, and nothing that was ended.
@Suite struct SessionCacheTests {
    @Test func `memory keeps no more than it may, and what it lets go is found in the store`() async throws {
        let world = SessionWorld(cached: 10)
        var opened: [OpenedSession] = []
        for number in 0..<40 { opened.append(try await world.create("user:default/\(number)")) }
        for _ in 0..<3 {
            for one in opened { #expect(try await world.found(one.handle) == one.session.id) }
        }
        let kept = opened.count { SessionHandle($0.handle).flatMap(world.cache.entry) != nil }
        #expect((1...10).contains(kept))
    }

    @Test func `with no place in memory every look-up is answered from the store`() async throws {
        let world = SessionWorld(cached: 0)
        let opened = try await world.create()
        #expect(try await world.found(opened.handle) == opened.session.id)
        #expect(SessionHandle(opened.handle).flatMap(world.cache.entry) == nil)
    }

    @Test func `what was read before an end is not kept after it`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        try await world.lookUp(opened.handle)
        let handle = try #require(SessionHandle(opened.handle))
        let entry = try #require(world.cache.entry(handle))
        let ticket = world.cache.ticket()
        _ = try await world.end(opened.session)
        world.cache.keep(entry, ticket, capacity: 10)
        #expect(world.cache.entry(handle) == nil)
    }

    @Test func `while an end is under way nothing of the session is kept`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        try await world.lookUp(opened.handle)
        let handle = try #require(SessionHandle(opened.handle))
        let entry = try #require(world.cache.entry(handle))
        world.cache.change([opened.session.id])
        world.cache.keep(entry, world.cache.ticket(), capacity: 10)
        #expect(world.cache.entry(handle) == nil)
        world.cache.changed([opened.session.id])
        world.cache.keep(entry, world.cache.ticket(), capacity: 10)
        #expect(world.cache.entry(handle) != nil)
        world.cache.changeAll()
        world.cache.keep(entry, world.cache.ticket(), capacity: 10)
        #expect(world.cache.entry(handle) == nil)
        world.cache.changedAll()
    }

    @Test func `a sealed vault keeps no session in memory`() async throws {
        let world = SessionWorld()
        let opened = try await world.create()
        try await world.lookUp(opened.handle)
        world.cache.shut()
        let handle = try #require(SessionHandle(opened.handle))
        #expect(world.cache.entry(handle) == nil)
        try await world.lookUp(opened.handle)
        #expect(world.cache.entry(handle) == nil)
        world.cache.reopen()
        try await world.lookUp(opened.handle)
        #expect(world.cache.entry(handle) != nil)
    }

    @Test func `hidden texts are hidden, and come out as they were`() {
        let cache = SessionCache(cipher: FakeMemoryCipher(), hasher: FakeMemoryCipher())
        for text in ["", "ß", "canary of a text"] {
            let hidden = cache.hide(Secret(copyingTextOf: text))
            #expect(hidden.shown().exposed == text)
            #expect(text.isEmpty || !"\(hidden)".contains(text))
        }
    }
}

import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the port `SessionStore` promises.
@Suite struct SessionStoreContract {
    private let start = Sample.start

    private func session(
        _ store: StoreUnderTest, _ subject: String = "user:default/alice", kind: String = "browser",
        createdAfter: Int64 = 0, idle: Int64 = 600, grants: [GrantID] = [], masterKey: Int64 = 1
    ) throws -> StoredSession {
        let id = try #require(SessionID(rawValue: store.grants.reserveID()))
        let created = start.adding(seconds: createdAfter)
        return StoredSession(
            session: Session(
                id: id, subject: try Subject(subject), kind: try SessionClassName(kind), createdAt: created,
                expiresAt: created.adding(seconds: 3600), idleSeconds: idle, lastSeenAt: created),
            details: SealedSecret(bytes: Array("details \(id.rawValue)".utf8)),
            recordKey: Sample.recordKey("session \(id.rawValue)", masterKey: masterKey), grants: grants)
    }

    private func handle(_ store: StoreUnderTest) throws -> StoredSessionHandle {
        let id = try #require(SessionHandleID(rawValue: store.grants.reserveID()))
        return StoredSessionHandle(
            id: id, createdAt: start, tag: [UInt8](repeating: UInt8(truncatingIfNeeded: id.rawValue), count: 32),
            content: SealedSecret(bytes: Array("content \(id.rawValue)".utf8)))
    }

    private func added(
        _ store: StoreUnderTest, _ session: StoredSession, cap: Int = 100
    ) async throws -> StoredSessionHandle {
        let handle = try handle(store)
        _ = try await store.sessions.add(session, handle, cap: cap)
        return handle
    }

    @Test(arguments: StoreKind.allCases) func `what was added is found by handle, by id and in lists`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        let one = try session(store, grants: [grant])
        let handle = try await added(store, one)
        let (row, kept) = try #require(try store.sessions.session(by: handle.id))
        #expect(row.session == one.session && row.grants == [grant])
        #expect(row.details == one.details && row.recordKey == one.recordKey)
        #expect(kept.tag == handle.tag && kept.content == handle.content && kept.replaced == nil)
        #expect(try store.sessions.session(one.session.id)?.session == one.session)
        #expect(try store.sessions.sessions(SessionFilter()).map(\.session) == [one.session])
        #expect(try store.sessions.session(by: try #require(SessionHandleID(rawValue: 999_999))) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `nothing is added twice, or with a grant that is not the subject's`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key("user:default/bob"))
        let first = try session(store)
        _ = try await added(store, first)
        await #expect(throws: StoreFailure.conflict) { _ = try await added(store, first) }
        let foreign = try session(store, grants: [grant])
        await #expect(throws: StoreFailure.conflict) { _ = try await added(store, foreign) }
        #expect(try store.sessions.session(foreign.session.id) == nil)
        #expect(try store.grants.recordKey(of: foreign.session.id.rawValue) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `one too many ends the oldest of the subject and class alone`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let old = try session(store, createdAfter: 1)
        let older = try session(store, createdAfter: 0)
        let others = [try session(store, "user:default/bob"), try session(store, kind: "cli")]
        for one in [old, older] + others { _ = try await added(store, one) }
        let newest = try session(store, createdAfter: 2)
        #expect(try await store.sessions.add(newest, try handle(store), cap: 2) == [older.session.id])
        #expect(try store.sessions.session(older.session.id) == nil)
        #expect(try store.grants.recordKey(of: older.session.id.rawValue) == nil)
        for one in [old, newest] + others { #expect(try store.sessions.session(one.session.id) != nil) }
    }

    @Test(arguments: StoreKind.allCases) func `a renewal replaces the newest handle once, and what changed with it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let before = try session(store)
        let first = try await added(store, before)
        var after = before
        after.details = SealedSecret(bytes: Array("new details".utf8))
        after.session.lastSeenAt = start.adding(seconds: 5)
        let end = start.adding(seconds: 15)
        let second = try handle(store)
        try await store.sessions.renew(after, with: second, replacing: first.id, .init(overlapEndsAt: end))
        await #expect(throws: StoreFailure.conflict) {
            try await store.sessions.renew(
                after, with: try handle(store), replacing: first.id, .init(overlapEndsAt: end))
        }
        let (_, old) = try #require(try store.sessions.session(by: first.id))
        #expect(old.replaced?.overlapEndsAt == end && old.content == first.content)
        let (row, new) = try #require(try store.sessions.session(by: second.id))
        #expect(new.replaced == nil && row.details == after.details && row.session == after.session)
        // The next one finds that the first is no longer good, and empties it.
        after.session.lastSeenAt = end
        try await store.sessions.renew(
            after, with: try handle(store), replacing: second.id, .init(overlapEndsAt: end.adding(seconds: 10)))
        #expect(try store.sessions.session(by: first.id)?.1.content == nil)
        #expect(try store.sessions.session(by: second.id)?.1.content != nil)
    }

    @Test(arguments: StoreKind.allCases) func `a session that ended is gone with its handles and key`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let one = try session(store)
        let handle = try await added(store, one)
        #expect(try await store.sessions.end(one.session.id))
        #expect(try await store.sessions.end(one.session.id) == false)
        #expect(try store.sessions.session(by: handle.id) == nil)
        #expect(try store.grants.recordKey(of: one.session.id.rawValue) == nil)
        await #expect(throws: StoreFailure.conflict) {
            try await store.sessions.renew(
                one, with: try self.handle(store), replacing: handle.id, .init(overlapEndsAt: start))
        }
    }

    @Test(arguments: StoreKind.allCases) func `all of a scope are ended, in batches, and no other`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        let linked = try session(store, grants: [grant])
        let alices = [linked, try session(store), try session(store)]
        let bob = try session(store, "user:default/bob")
        for one in alices + [bob] { _ = try await added(store, one) }
        let atProvider = SessionScope(provider: try Sample.key().provider)
        #expect(try await store.sessions.end(atProvider, limit: 10) == [linked.session.id])
        let rest = SessionScope(subject: linked.session.subject, except: alices[1].session.id)
        #expect(try await store.sessions.end(rest, limit: 1) == [alices[2].session.id])
        #expect(try await store.sessions.end(rest, limit: 1).isEmpty)
        #expect(try store.sessions.session(alices[1].session.id) != nil)
        #expect(try await store.sessions.end(SessionScope(), limit: 10).count == 2)
        #expect(try store.sessions.sessions(SessionFilter()).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `touching moves the end on, never past the absolute one and never back`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let one = try session(store)
        _ = try await added(store, one)
        let id = one.session.id
        try await store.sessions.touch(sessions: [
            id: start.adding(seconds: 100), try #require(SessionID(rawValue: 9999)): start,
        ])
        try await store.sessions.touch(sessions: [id: start.adding(seconds: 50)])
        #expect(try store.sessions.session(id)?.session.lastSeenAt == start.adding(seconds: 100))
        #expect(try await store.sessions.removeEnded(at: start.adding(seconds: 699), limit: 10).isEmpty)
        try await store.sessions.touch(sessions: [id: start.adding(seconds: 3500)])
        #expect(try await store.sessions.removeEnded(at: start.adding(seconds: 3599), limit: 10).isEmpty)
        #expect(try await store.sessions.removeEnded(at: start.adding(seconds: 3600), limit: 10) == [id])
        #expect(try store.sessions.session(id) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a grant that goes leaves the session, without it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let grant = try await store.grants.putNew(try Sample.key())
        let one = try session(store, grants: [grant])
        let handle = try await added(store, one)
        #expect(try await store.grants.revoke(grant, queueing: nil))
        #expect(try store.sessions.session(by: handle.id)?.0.grants == [])
    }

    @Test func `a session renewed very often forgets its first handles, not its last`() async throws {
        let store = try StoreKind.sqlite.make()
        let one = try session(store)
        var handles = [try await added(store, one)]
        for _ in 0..<1_005 {
            let next = try handle(store)
            try await store.sessions.renew(
                one, with: next, replacing: handles[handles.count - 1].id, .init(overlapEndsAt: start))
            handles.append(next)
        }
        #expect(try store.sessions.session(by: handles[5].id) == nil)
        #expect(try store.sessions.session(by: handles[6].id) != nil)
        #expect(try store.sessions.session(by: handles[1005].id)?.1.replaced == nil)
    }
}

import Testing
import VaultCore
import VaultStorage
import VaultTestSupport

/// What the port `IdentityStore` promises.
@Suite struct IdentityStoreContract {
    private func identity(
        _ account: UInt8, is subject: String = "user:default/alice", at provider: String = "acme"
    ) -> StoredIdentity {
        StoredIdentity(
            provider: Fixtures.providerName(provider), accountTag: [UInt8](repeating: account, count: 32),
            subject: Fixtures.subject(subject), proof: [UInt8](repeating: account + 1, count: 32),
            createdAt: Sample.start)
    }

    private func kept(_ store: StoreUnderTest, _ one: StoredIdentity) throws -> StoredIdentity? {
        try store.identities.identity(one.accountTag, at: one.provider)
    }

    @Test(arguments: StoreKind.allCases) func `the first account of a subject is remembered, and known again`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let one = identity(1)
        #expect(try kept(store, one) == nil)
        #expect(try await store.identities.claim(one, .first) == .added)
        #expect(try kept(store, one) == one)
        for linking in [IdentityLinking.first, .joins, .assigned] {
            #expect(try await store.identities.claim(one, linking) == .known)
        }
        // The same bytes at another provider are another account.
        #expect(try kept(store, identity(1, at: "other")) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a second account is the subject only where the rule allows it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        _ = try await store.identities.claim(identity(1), .first)
        for second in [identity(2), identity(1, at: "other")] {
            #expect(try await store.identities.claim(second, .first) == .subjectTaken)
            #expect(try kept(store, second) == nil)
            #expect(try await store.identities.claim(second, .joins) == .joined)
            #expect(try kept(store, second) == second)
        }
        // The first one is not disturbed by those who joined it.
        #expect(try await store.identities.claim(identity(1), .first) == .known)
    }

    @Test(arguments: StoreKind.allCases) func `an account becomes another subject only where somebody assigned it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        _ = try await store.identities.claim(identity(1), .first)
        let moved = identity(1, is: "user:default/bob")
        for linking in [IdentityLinking.first, .joins] {
            #expect(try await store.identities.claim(moved, linking) == .accountTaken)
            #expect(try kept(store, moved)?.subject.text == "user:default/alice")
        }
        #expect(try await store.identities.claim(moved, .assigned) == .moved)
        #expect(try kept(store, moved) == moved)
        // The old subject is free again.
        #expect(try await store.identities.claim(identity(2), .first) == .added)
        #expect(try await store.identities.claim(identity(3), .assigned) == .joined)
    }

    @Test(arguments: StoreKind.allCases) func `of many accounts that want one subject at once one is it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        let outcomes = try await withThrowingTaskGroup(of: IdentityClaimOutcome.self) { group in
            for account in UInt8(1)...50 {
                group.addTask { try await store.identities.claim(identity(account), .first) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .added } == 1)
        #expect(outcomes.count { $0 == .subjectTaken } == 49)
    }

    @Test(arguments: StoreKind.allCases) func `what is forgotten may be claimed anew`(kind: StoreKind) async throws {
        let store = try kind.make()
        let alice = Fixtures.subject("user:default/alice")
        for one in [identity(1), identity(2), identity(3, at: "other")] {
            _ = try await store.identities.claim(one, .joins)
        }
        _ = try await store.identities.claim(identity(4, is: "user:default/bob"), .first)
        let other = IdentityOblivion(subject: alice, provider: Fixtures.providerName("other"))
        #expect(try await store.identities.forget(other) == 1)
        #expect(try await store.identities.forget(other) == 0)
        #expect(try await store.identities.forget(IdentityOblivion(subject: alice)) == 2)
        #expect(try kept(store, identity(1)) == nil && kept(store, identity(3, at: "other")) == nil)
        #expect(try kept(store, identity(4)) != nil)
        #expect(try await store.identities.claim(identity(5), .first) == .added)
    }

    @Test(arguments: StoreKind.allCases) func `there is one key of all accounts, and rotation finds it`(
        kind: StoreKind
    ) async throws {
        let store = try kind.make()
        #expect(try store.identities.identityKey() == nil)
        let keys = [1, 2].map { _ in
            let record = store.grants.reserveID()
            return IdentityKey(record: record, key: Sample.recordKey("accounts \(record)"))
        }
        try await store.identities.add(keys[0])
        await #expect(throws: StoreFailure.conflict) { try await store.identities.add(keys[1]) }
        #expect(try store.identities.identityKey() == keys[0])
        #expect(try store.grants.recordKey(of: keys[0].record) == keys[0].key)
        #expect(try store.grants.recordKey(of: keys[1].record) == nil)
        let new = Sample.recordKey("wrapped anew", masterKey: 2)
        try await store.keys.rewrap([RewrappedKey(record: keys[0].record, old: keys[0].key, new: new)])
        #expect(try store.identities.identityKey()?.key == new)
    }
}

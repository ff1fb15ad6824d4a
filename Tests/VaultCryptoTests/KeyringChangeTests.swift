import Testing
import VaultCore

@testable import VaultCrypto
import VaultTestSupport

@Suite struct `A change of keys` {
    private let secret = Secret(copyingTextOf: "a refresh token")

    @Test func `under another seal key keeps every master key and opens only with the new one`() async throws {
        let store = MemoryKeyStore()
        let old = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        try addPrepared(2, of: old, to: store)
        let whole = try old.following(try store.masterKeys())
        let resealed = try whole.resealed(under: try Fixture.sealKey(2))
        #expect(Set(resealed.wrapped.keys.map(\.number)) == [1, 2])
        try await store.replaceWrapped(resealed.wrapped, seal: nil)
        #expect(throws: KeyringFailure.wrongSealKey(MasterKeyVersion(number: 1))) {
            try KeyringBootstrap.open(store, under: try Fixture.sealKey())
        }
        let opened = try KeyringBootstrap.open(store, under: try Fixture.sealKey(2))
        for version in [1, 2] as [Int64] {
            #expect(try sameKey(whole, opened, version) && sameKey(whole, resealed.keyring, version))
        }
    }

    @Test func `made with the new seal key is wrapped under it`() async throws {
        let store = MemoryKeyStore()
        let old = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        let resealed = try old.resealed(under: try Fixture.sealKey(2))
        try await store.replaceWrapped(resealed.wrapped, seal: nil)
        try addPrepared(2, of: resealed.keyring, to: store)
        #expect(try KeyringBootstrap.open(store, under: try Fixture.sealKey(2)).key(MasterKeyVersion(number: 2)) != nil)
    }

    @Test func `takes over the keys that it knows and drops the destroyed`() throws {
        let store = MemoryKeyStore()
        let first = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        try addPrepared(2, of: first, to: store)
        var rows = try store.masterKeys()
        let both = try first.following(rows)
        #expect(both.active === first.active && both.keys.count == 2)
        rows[0].state = .destroyed
        rows[1].state = .active
        let second = try both.following(rows)
        #expect(second.active.version.number == 2 && second.keys.count == 1)
        #expect(second.key(MasterKeyVersion(number: 1)) == nil)
    }

    @Test func `lets go of a destroyed key and of the old seal key`() throws {
        let store = MemoryKeyStore()
        var keyring: Keyring? = try KeyringBootstrap.create(
            in: store, under: try Fixture.sealKey(), now: Fixture.time)
        try addPrepared(2, of: try #require(keyring), to: store)
        var rows = try store.masterKeys()
        rows[0].state = .destroyed
        rows[1].state = .active
        weak let master = keyring?.active
        weak let seal = keyring?.sealKey
        let next = try #require(keyring).following(rows)
        keyring = nil
        #expect(master == nil && seal != nil)
        let resealed = try withExtendedLifetime(next) { try next.resealed(under: try Fixture.sealKey(2)) }
        #expect(resealed.keyring.sealKey !== next.sealKey)
    }

    @Test func `needs exactly one active key`() throws {
        let store = MemoryKeyStore()
        let keyring = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        var rows = try store.masterKeys()
        rows[0].state = .retiring
        #expect(throws: KeyringFailure.noActiveKey) { try keyring.following(rows) }
    }

    @Test func `opens a sealer that started locked, and locks it again`() throws {
        let sealer = KeyringSealer(nil)
        #expect(sealer.isLocked)
        #expect(throws: SealFailure.isSealed) { try sealer.makeRecordKey(record: 42) }
        sealer.unlock(with: try Fixture.keyring())
        let key = try sealer.makeRecordKey(record: 42)
        let sealed = try sealer.seal(secret, under: key, in: try Fixture.context())
        sealer.lock()
        #expect(sealer.isLocked && sealer.keyring == nil)
        sealer.unlock(with: try Fixture.keyring())
        #expect(try sealer.open(sealed, under: key, in: try Fixture.context()).equals(secret))
    }

    private func addPrepared(_ number: Int64, of keyring: Keyring, to store: MemoryKeyStore) throws {
        let version = MasterKeyVersion(number: number)
        try store.add(
            StoredMasterKey(
                version: version, state: .prepared, wrapped: try keyring.makeMasterKey(version),
                createdAt: Fixture.time))
    }

    private func sameKey(_ left: Keyring, _ right: Keyring, _ number: Int64) throws -> Bool {
        let version = MasterKeyVersion(number: number)
        let (left, right) = (try #require(left.key(version)), try #require(right.key(version)))
        return left.key.withPointer { left in
            right.key.withPointer { right in (0..<GuardedKey.byteCount).allSatisfy { left[$0] == right[$0] } }
        }
    }
}

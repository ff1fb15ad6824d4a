import Testing
import VaultCore

@testable import VaultCrypto

@Suite struct `The keyring` {
    private let context = try? Fixture.context()

    @Test func `made at init opens again under the same seal key`() throws {
        let store = MemoryKeyStore()
        let made = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        let stored = try #require(try store.masterKeys().first)
        #expect(stored.version == MasterKeyVersion(number: 1))
        #expect(stored.state == .active)
        #expect(stored.createdAt == Fixture.time)
        let opened = try KeyringBootstrap.open(store, under: try Fixture.sealKey())
        try expectSameKeys(made, opened)
    }

    @Test func `does not open under another seal key, and nothing is written`() throws {
        let store = try initialised()
        #expect(throws: KeyringFailure.wrongSealKey(MasterKeyVersion(number: 1))) {
            try KeyringBootstrap.open(store, under: try Fixture.sealKey(2))
        }
        #expect(store.writes == 1)
    }

    @Test func `is never made twice`() throws {
        let store = try initialised()
        let before = try store.masterKeys()
        #expect(throws: KeyringFailure.alreadyInitialised) {
            try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(2), now: Fixture.time)
        }
        #expect(try store.masterKeys() == before)
    }

    @Test func `is not made when the store fails`() throws {
        let store = MemoryKeyStore()
        store.fail(with: .failed(reason: "disk full"))
        #expect(throws: KeyringFailure.store(.failed(reason: "disk full"))) {
            try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        }
        #expect(throws: KeyringFailure.notInitialised) {
            try KeyringBootstrap.open(store, under: try Fixture.sealKey())
        }
    }

    @Test func `of another store does not open`() throws {
        let stored = try initialised().masterKeys()
        let moved = MemoryKeyStore(id: Array("another store id".utf8), keys: stored)
        #expect(throws: KeyringFailure.damaged(MasterKeyVersion(number: 1))) {
            try KeyringBootstrap.open(moved, under: try Fixture.sealKey())
        }
    }

    @Test func `under another version does not open`() throws {
        let stored = try #require(try initialised().masterKeys().first)
        let version = MasterKeyVersion(number: 2)
        let renumbered = StoredMasterKey(
            version: version, state: .active, wrapped: stored.wrapped, createdAt: Fixture.time)
        #expect(throws: KeyringFailure.damaged(version)) {
            try KeyringBootstrap.open(MemoryKeyStore(keys: [renumbered]), under: try Fixture.sealKey())
        }
    }

    @Test func `does not open with any one bit of a wrapped key flipped, or bytes missing`() throws {
        let stored = try #require(try initialised().masterKeys().first)
        for index in stored.wrapped.indices {
            var wrapped = stored.wrapped
            wrapped[index] ^= 0x10
            try expectNotOpened(wrapped)
        }
        for count in 0..<stored.wrapped.count { try expectNotOpened(Array(stored.wrapped.prefix(count))) }
    }

    @Test func `passes over destroyed keys and wants exactly one active`() throws {
        let stored = try #require(try initialised().masterKeys().first)
        func key(_ version: Int64, _ state: MasterKeyState, _ wrapped: [UInt8]) -> StoredMasterKey {
            StoredMasterKey(
                version: MasterKeyVersion(number: version), state: state, wrapped: wrapped, createdAt: Fixture.time)
        }
        let destroyed = MemoryKeyStore(keys: [stored, key(2, .destroyed, [])])
        #expect(try KeyringBootstrap.open(destroyed, under: try Fixture.sealKey()).active.version.number == 1)
        for state in [MasterKeyState.prepared, .retiring] {
            #expect(throws: KeyringFailure.noActiveKey) {
                try KeyringBootstrap.open(
                    MemoryKeyStore(keys: [key(1, state, stored.wrapped)]), under: try Fixture.sealKey())
            }
        }
        #expect(throws: KeyringFailure.damaged(stored.version)) {
            try KeyringBootstrap.open(MemoryKeyStore(keys: [stored, stored]), under: try Fixture.sealKey())
        }
    }

    @Test(arguments: [
        KeyringFailure.store(.closed), .notInitialised, .alreadyInitialised,
        .wrongSealKey(MasterKeyVersion(number: 1)), .damaged(MasterKeyVersion(number: 1)), .noActiveKey, .outOfMemory,
    ])
    func `says what to do when it does not open`(failure: KeyringFailure) {
        #expect(failure.description.contains(": "))
        #expect(failure.description.contains("; "))
    }

    private func initialised() throws -> MemoryKeyStore {
        let store = MemoryKeyStore()
        _ = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time)
        return store
    }

    private func expectNotOpened(_ wrapped: [UInt8]) throws {
        let key = StoredMasterKey(
            version: MasterKeyVersion(number: 1), state: .active, wrapped: wrapped, createdAt: Fixture.time)
        #expect(throws: KeyringFailure.self) {
            try KeyringBootstrap.open(MemoryKeyStore(keys: [key]), under: try Fixture.sealKey())
        }
    }

    private func expectSameKeys(_ left: Keyring, _ right: Keyring) throws {
        let context = try #require(context)
        let secret = Secret(copyingTextOf: "a refresh token")
        let (sealing, opening) = (KeyringSealer(left), KeyringSealer(right))
        let key = try sealing.makeRecordKey(record: context.record)
        let sealed = try sealing.seal(secret, under: key, in: context)
        #expect(try opening.open(sealed, under: key, in: context).equals(secret))
    }
}

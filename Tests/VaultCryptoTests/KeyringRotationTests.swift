import Testing
import VaultCore
import VaultTestSupport

@testable import VaultCrypto

/// The `MasterKeyring` port, kept by the fake and the real one.
@Suite struct `A rotation of the keyring` {
    enum Kind: String, CaseIterable, CustomTestStringConvertible, Sendable {
        case fake, real
        var testDescription: String { rawValue }
    }

    private struct Rig {
        let sealer: any Sealer
        let keyring: any MasterKeyring
        let lock: () -> Void
        var rows: [StoredMasterKey]

        init(_ kind: Kind) throws {
            switch kind {
            case .fake:
                let fake = FakeSealer()
                (sealer, keyring, lock) = (fake, fake, fake.lock)
                rows = [
                    StoredMasterKey(
                        version: MasterKeyVersion(number: 1), state: .active, wrapped: [1], createdAt: Fixture.time)
                ]
            case .real:
                let store = MemoryKeyStore()
                let real = KeyringSealer(
                    try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(), now: Fixture.time))
                (sealer, keyring, lock) = (real, real, real.lock)
                rows = try store.masterKeys()
            }
        }

        /// Prepares and activates key 2, as the service does it.
        mutating func rotate() throws {
            let version = MasterKeyVersion(number: 2)
            rows.append(
                StoredMasterKey(
                    version: version, state: .prepared, wrapped: try keyring.makeMasterKey(version),
                    createdAt: Fixture.time))
            try keyring.follow(rows)
            rows[0].state = .retiring
            rows[1].state = .active
            try keyring.follow(rows)
        }

        mutating func destroyFirst() throws {
            rows[0].state = .destroyed
            rows[0].wrapped = []
            try keyring.follow(rows)
        }
    }

    private let secret = Secret(copyingTextOf: "a refresh token")

    @Test(arguments: Kind.allCases) func `wraps new record keys under the key that became active`(kind: Kind) throws {
        var rig = try Rig(kind)
        #expect(try rig.sealer.makeRecordKey(record: 42).masterKey.number == 1)
        try rig.rotate()
        #expect(try rig.sealer.makeRecordKey(record: 42).masterKey.number == 2)
    }

    @Test(arguments: Kind.allCases) func `moves a record key, and what it sealed still opens`(kind: Kind) throws {
        var rig = try Rig(kind)
        let context = try Fixture.context()
        let key = try rig.sealer.makeRecordKey(record: context.record)
        let sealed = try rig.sealer.seal(secret, under: key, in: context)
        try rig.rotate()
        let moved = try rig.keyring.rewrap(key, of: context.record)
        #expect(moved.masterKey.number == 2)
        for one in [key, moved] {
            try rig.keyring.check(one, of: context.record)
            #expect(try rig.sealer.open(sealed, under: one, in: context).equals(secret))
        }
        try rig.destroyFirst()
        #expect(try rig.sealer.open(sealed, under: moved, in: context).equals(secret))
        #expect(throws: SealFailure.unknownMasterKey(key.masterKey)) {
            try rig.sealer.open(sealed, under: key, in: context)
        }
        #expect(throws: SealFailure.unknownMasterKey(key.masterKey)) {
            try rig.keyring.rewrap(key, of: context.record)
        }
    }

    @Test(arguments: Kind.allCases) func `moves and checks only the record's own key`(kind: Kind) throws {
        let rig = try Rig(kind)
        let key = try rig.sealer.makeRecordKey(record: 42)
        #expect(throws: SealFailure.doesNotOpen) { try rig.keyring.rewrap(key, of: 43) }
        #expect(throws: SealFailure.doesNotOpen) { try rig.keyring.check(key, of: 43) }
        var bytes = key.bytes
        bytes[bytes.count - 1] ^= 1
        let damaged = WrappedRecordKey(masterKey: key.masterKey, bytes: bytes)
        #expect(throws: SealFailure.doesNotOpen) { try rig.keyring.check(damaged, of: 42) }
    }

    @Test(arguments: Kind.allCases) func `does nothing while it is sealed, and does not unseal`(kind: Kind) throws {
        let rig = try Rig(kind)
        let key = try rig.sealer.makeRecordKey(record: 42)
        rig.lock()
        #expect(throws: SealFailure.isSealed) { try rig.keyring.makeMasterKey(MasterKeyVersion(number: 2)) }
        #expect(throws: SealFailure.isSealed) { try rig.keyring.follow(rig.rows) }
        #expect(throws: SealFailure.isSealed) { try rig.keyring.rewrap(key, of: 42) }
        #expect(throws: SealFailure.isSealed) { try rig.keyring.check(key, of: 42) }
    }

    @Test func `wipes a destroyed key`() throws {
        var rig = try Rig(.real)
        let sealer = try #require(rig.keyring as? KeyringSealer)
        weak let old = sealer.keyring?.active
        try rig.rotate()
        #expect(old != nil)
        try rig.destroyFirst()
        #expect(old == nil)
    }
}

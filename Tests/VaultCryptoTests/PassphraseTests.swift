import Testing
import VaultCore

@testable import VaultCrypto

/// A passphrase becomes a seal key in one way only: any other passphrase, salt or cost gives another key.
@Suite struct PassphraseTests {
    private static let cost = PassphraseCost(operations: 1, memoryMebibytes: 1)

    private static func seal(salt: UInt8 = 0, _ cost: PassphraseCost = cost) throws -> PassphraseSeal {
        try #require(
            PassphraseSeal(salt: (0..<16).map { salt &+ UInt8($0) }, cost: cost))
    }

    private static func bytes(_ passphrase: String, _ seal: PassphraseSeal) throws -> [UInt8] {
        let key = try SealKey(deriving: Secret(copyingTextOf: passphrase), seal)
        return key.key.withPointer { Array(UnsafeBufferPointer(start: $0, count: GuardedKey.byteCount)) }
    }

    /// Computed with another implementation, argon2-cffi 25.1: `hash_secret_raw(b"correct horse battery staple",
    /// bytes(range(16)), time_cost=3, memory_cost=8192, parallelism=1, hash_len=32, type=Type.ID)`.
    @Test func `it is Argon2id, version 13, one lane`() throws {
        let seal = try Self.seal(PassphraseCost(operations: 3, memoryMebibytes: 8))
        let key = try Self.bytes("correct horse battery staple", seal)
        #expect(Self.hex(key) == "947312f62e4ac86f63c9b622f147b0061846739f53dd00f2d2236cd03db413ac")
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    @Test func `the usual cost is libsodium's moderate one`() {
        #expect(PassphraseCost.usual.operations == 3)
        #expect(PassphraseCost.usual.memoryBytes == 268_435_456)
    }

    @Test func `every edited parameter gives another key`() throws {
        let right = try Self.bytes("a good passphrase", Self.seal())
        #expect(try Self.bytes("a good passphrase", Self.seal()) == right)
        #expect(try Self.bytes("a good passphrasf", Self.seal()) != right)
        #expect(try Self.bytes("a good passphrase ", Self.seal()) != right)
        #expect(try Self.bytes("a good passphrase", Self.seal(salt: 1)) != right)
        for other in [
            PassphraseCost(operations: 2, memoryMebibytes: 1), PassphraseCost(operations: 1, memoryMebibytes: 2),
        ] {
            #expect(try Self.bytes("a good passphrase", Self.seal(other)) != right)
        }
    }

    @Test func `a store whose seal was edited does not open, and says that the key is wrong`() throws {
        let store = MemoryKeyStore()
        let (passphrase, seal) = (Secret(copyingTextOf: "a good passphrase"), try Self.seal())
        _ = try KeyringBootstrap.create(
            in: store, under: SealKey(deriving: passphrase, seal), seal, now: Fixture.time)
        #expect(try KeyringBootstrap.open(store, under: SealKey(deriving: passphrase, seal)).active.version.number == 1)
        for edited in [try Self.seal(salt: 1), try Self.seal(PassphraseCost(operations: 2, memoryMebibytes: 1))] {
            #expect(throws: KeyringFailure.wrongSealKey(MasterKeyVersion(number: 1))) {
                try KeyringBootstrap.open(store, under: SealKey(deriving: passphrase, edited))
            }
        }
    }

    @Test func `a cost that would use up the machine is none`() {
        let mebibyte: Int64 = 1 << 20
        #expect(PassphraseCost(operations: 1, memoryBytes: mebibyte) != nil)
        #expect(PassphraseCost(operations: 64, memoryBytes: 4096 * mebibyte) != nil)
        for (operations, bytes) in [
            (0, mebibyte), (65, mebibyte), (-1, mebibyte), (1, mebibyte - 1), (1, 4096 * mebibyte + 1), (1, -1),
        ] as [(Int64, Int64)] {
            #expect(PassphraseCost(operations: operations, memoryBytes: bytes) == nil)
        }
        #expect(PassphraseSeal(salt: [1, 2, 3], cost: .usual) == nil)
    }

    @Test func `a new passphrase has twelve bytes at least and a salt of its own`() throws {
        #expect(throws: SealKeyFailure.shortPassphrase) {
            try SealKey.makePassphraseSeal(for: Secret(copyingTextOf: "elevenbytes"), cost: Self.cost)
        }
        #expect(throws: SealKeyFailure.longPassphrase) {
            try SealKey.makePassphraseSeal(
                for: Secret(copyingTextOf: String(repeating: "x", count: 1025)), cost: Self.cost)
        }
        let twelve = Secret(copyingTextOf: "twelve bytes")
        let seals = try (0..<2).map { _ in try SealKey.makePassphraseSeal(for: twelve, cost: Self.cost) }
        #expect(seals[0].cost == Self.cost)
        #expect(seals[0].salt != seals[1].salt)
        #expect(!seals[0].salt.allSatisfy { $0 == 0 })
    }

    @Test func `wrapped keys are checked against a second reading before they are stored`() throws {
        let store = MemoryKeyStore()
        let keyring = try KeyringBootstrap.create(in: store, under: try Fixture.sealKey(1), now: Fixture.time)
        let resealed = try keyring.resealed(under: try Fixture.sealKey(2))
        try resealed.check(opensUnder: try Fixture.sealKey(2))
        #expect(throws: KeyringFailure.wrongSealKey(MasterKeyVersion(number: 1))) {
            try resealed.check(opensUnder: try Fixture.sealKey(3))
        }
    }

    @Test func `a keyring is replaced only where the sealer is not locked`() throws {
        let first = try KeyringBootstrap.create(in: MemoryKeyStore(), under: try Fixture.sealKey(1), now: Fixture.time)
        let sealer = KeyringSealer(first)
        #expect(sealer.replace(with: first))
        sealer.lock()
        #expect(!sealer.replace(with: first))
        #expect(sealer.isLocked)
    }
}

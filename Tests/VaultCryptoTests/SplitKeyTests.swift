import Testing
import VaultCore

@testable import VaultCrypto

/// What is sealed with a second half opens with both halves and no less.
@Suite struct SplitKeyTests {
    private let half = Secret(copyingTextOf: "vse_the_half_that_is_not_stored")
    private let secret = Secret(copyingTextOf: "what the session holds")

    @Test func `both halves open it`() throws {
        let sealer = KeyringSealer(try Fixture.keyring())
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, with: half, in: context)
        #expect(try sealer.open(sealed, under: key, with: half, in: context).equals(secret))
    }

    @Test func `the record key alone, another half, or half a half opens nothing`() throws {
        let sealer = KeyringSealer(try Fixture.keyring())
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, with: half, in: context)
        #expect(throws: SealFailure.doesNotOpen) { try sealer.open(sealed, under: key, in: context) }
        for other in ["", "vse_the_half_that_is_not_store", "vse_the_half_that_is_not_storee"] {
            #expect(throws: SealFailure.doesNotOpen) {
                try sealer.open(sealed, under: key, with: Secret(copyingTextOf: other), in: context)
            }
        }
        let plain = try sealer.seal(secret, under: key, in: context)
        #expect(throws: SealFailure.doesNotOpen) { try sealer.open(plain, under: key, with: half, in: context) }
    }

    @Test func `the half without its record key, or in another place, opens nothing`() throws {
        let sealer = KeyringSealer(try Fixture.keyring())
        let (key, other) = (try sealer.makeRecordKey(record: 42), try sealer.makeRecordKey(record: 42))
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, with: half, in: context)
        #expect(throws: SealFailure.doesNotOpen) { try sealer.open(sealed, under: other, with: half, in: context) }
        for (field, neighbour) in try Fixture.neighbours() where field != "record" {
            #expect(throws: SealFailure.doesNotOpen, "\(field)") {
                try sealer.open(sealed, under: key, with: half, in: neighbour)
            }
        }
    }

    @Test func `memory hashes differ for different bytes and between processes' keys, and are the same for the same`()
        throws
    {
        let (one, other) = (try ProcessCipher(), try ProcessCipher())
        #expect(half.withBytes(one.hash) == half.withBytes(one.hash))
        #expect(half.withBytes(one.hash) != secret.withBytes(one.hash))
        #expect(half.withBytes(one.hash) != half.withBytes(other.hash))
    }
}

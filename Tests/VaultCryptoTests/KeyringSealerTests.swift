import Testing
import VaultCore

@testable import VaultCrypto

@Suite struct `The keyring's sealer` {
    private let secret = Secret(copyingTextOf: "a refresh token")

    @Test func `chooses the master key by version, never by trial`() throws {
        let old = KeyringSealer(try Fixture.keyring(versions: [1]))
        let both = KeyringSealer(try Fixture.keyring(versions: [1, 2]))
        let context = try Fixture.context()
        let key = try old.makeRecordKey(record: 42)
        let sealed = try old.seal(secret, under: key, in: context)
        #expect(try both.open(sealed, under: key, in: context).equals(secret))
        #expect(try both.makeRecordKey(record: 42).masterKey == MasterKeyVersion(number: 2))
        let relabelled = WrappedRecordKey(masterKey: MasterKeyVersion(number: 2), bytes: key.bytes)
        #expect(throws: SealFailure.doesNotOpen) { try both.open(sealed, under: relabelled, in: context) }
    }

    @Test func `binds a record key to the version, not only to the key`() throws {
        // The same key bytes under two version numbers.
        let keyring = try Fixture.keyring(versions: [1], seed: 31)
        let renumbered = try Fixture.keyring(versions: [2], seed: 0)
        let sealer = KeyringSealer(keyring)
        let key = try sealer.makeRecordKey(record: 42)
        let sealed = try sealer.seal(secret, under: key, in: try Fixture.context())
        let relabelled = WrappedRecordKey(masterKey: MasterKeyVersion(number: 2), bytes: key.bytes)
        #expect(throws: SealFailure.doesNotOpen) {
            try KeyringSealer(renumbered).open(sealed, under: relabelled, in: try Fixture.context())
        }
    }

    @Test func `leaves nothing in its scratch`() throws {
        let sealer = KeyringSealer(try Fixture.keyring())
        let key = try sealer.makeRecordKey(record: 42)
        let sealed = try sealer.seal(secret, under: key, in: try Fixture.context())
        _ = try sealer.open(sealed, under: key, in: try Fixture.context())
        let scratch = try sealer.take().scratch
        #expect(scratch.bytes.allSatisfy { $0 == 0 })
        scratch.derived[0] = 1
        sealer.giveBack(scratch)
        #expect(scratch.bytes.allSatisfy { $0 == 0 })
        // One block serves all calls that do not overlap: what was looked at is what they worked in.
        #expect(try sealer.take().scratch === scratch)
    }

    @Test func `lets go of every key when it is locked`() throws {
        var keyring: Keyring? = try Fixture.keyring(versions: [1, 2])
        weak let kept = keyring
        weak let master = keyring?.active
        let sealer = KeyringSealer(keyring)
        keyring = nil
        #expect(kept != nil && master != nil)
        sealer.lock()
        #expect(kept == nil && master == nil)
    }

    @Test func `shows nothing of its keys when it is printed`() throws {
        let keyring = try Fixture.keyring()
        var text = ""
        dump(keyring, to: &text)
        dump(keyring.active, to: &text)
        #expect(text.split(separator: "\n").count == 2, "\(text)")
    }

    @Test func `works from many threads at once`() async throws {
        let sealer = KeyringSealer(try Fixture.keyring())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<50 {
                        let context = try Fixture.context(record: Int64(worker * 100 + round + 1))
                        let key = try sealer.makeRecordKey(record: context.record)
                        let secret = Secret(copying: Array("\(worker) \(round)".utf8))
                        let sealed = try sealer.seal(secret, under: key, in: context)
                        #expect(try sealer.open(sealed, under: key, in: context).equals(secret))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

import Testing
import VaultCore
import VaultTestSupport

@testable import VaultCrypto

/// What every `Sealer` must keep; run against the fake and the real one.
enum SealerKind: String, CaseIterable, CustomTestStringConvertible {
    case fake
    case real

    var testDescription: String { rawValue }

    func make(store: Int = 1) throws -> any Sealer {
        switch self {
        case .fake: FakeSealer(store: Int64(store))
        case .real: KeyringSealer(try Fixture.keyring(store: "store \(store)"))
        }
    }
}

@Suite struct `A sealer` {
    private let secret = Secret(copyingTextOf: "gho_16C7e42F292c6912E7710c838347Ae178B4a")

    @Test(arguments: SealerKind.allCases)
    func `opens what it sealed`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, in: context)
        #expect(try sealer.open(sealed, under: key, in: context).equals(secret))
    }

    @Test(arguments: SealerKind.allCases)
    func `makes a key and seals under it in one step as in two, with another key each time`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let context = try Fixture.context()
        let (key, sealed) = try sealer.sealUnderNewKey(secret, in: context)
        #expect(try sealer.open(sealed, under: key, in: context).equals(secret))
        let more = try sealer.seal(secret, under: key, in: context)
        #expect(try sealer.open(more, under: key, in: context).equals(secret))
        let (other, again) = try sealer.sealUnderNewKey(secret, in: context)
        #expect(other != key)
        #expect(throws: SealFailure.doesNotOpen) { try sealer.open(again, under: key, in: context) }
    }

    @Test(arguments: SealerKind.allCases, [0, 1, 31, 1024, Limits.tokenBytes])
    func `opens secrets of every length`(kind: SealerKind, length: Int) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context(detail: String(repeating: "scope ", count: length / 6))
        let long = Secret(copying: (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let opened = try sealer.open(try sealer.seal(long, under: key, in: context), under: key, in: context)
        #expect(opened.copiedBytes == long.copiedBytes)
    }

    @Test(arguments: SealerKind.allCases)
    func `tags a secret by its key, its context and itself, and by nothing else`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let tag = try sealer.tag(of: secret, under: key, in: try Fixture.context())
        #expect(tag.count == 32)
        #expect(try sealer.tag(of: secret, under: key, in: try Fixture.context()) == tag)
        let other = Secret(copyingTextOf: "gho_16C7e42F292c6912E7710c838347Ae178B4b")
        #expect(try sealer.tag(of: other, under: key, in: try Fixture.context()) != tag)
        let otherKey = try sealer.makeRecordKey(record: 42)
        #expect(try sealer.tag(of: secret, under: otherKey, in: try Fixture.context()) != tag)
        for neighbour in try Fixture.neighbours() where neighbour.context.record == 42 {
            #expect(try sealer.tag(of: secret, under: key, in: neighbour.context) != tag, "\(neighbour.field)")
        }
        let another = try kind.make(store: 2)
        #expect(throws: SealFailure.doesNotOpen) {
            try another.tag(of: secret, under: key, in: try Fixture.context())
        }
    }

    @Test(arguments: SealerKind.allCases)
    func `opens nothing in a context with one field changed`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let sealed = try sealer.seal(secret, under: key, in: try Fixture.context())
        for neighbour in try Fixture.neighbours() {
            #expect(throws: SealFailure.doesNotOpen, "\(neighbour.field)") {
                try sealer.open(sealed, under: key, in: neighbour.context)
            }
        }
    }

    @Test(arguments: SealerKind.allCases)
    func `opens nothing with any one bit flipped, cut or added`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, in: context).bytes
        for index in sealed.indices {
            for bit in 0..<8 {
                var flipped = sealed
                flipped[index] ^= 1 << UInt8(bit)
                expectRefusal(flipped, sealer, key, context, "bit \(bit) of byte \(index)")
            }
        }
        for length in 0..<sealed.count { expectRefusal(Array(sealed.prefix(length)), sealer, key, context, "cut") }
        expectRefusal(sealed + [0], sealer, key, context, "added")
    }

    @Test(arguments: SealerKind.allCases)
    func `uses no record key with any one bit flipped`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, in: context)
        for index in key.bytes.indices {
            var flipped = key.bytes
            flipped[index] ^= 1
            let damaged = WrappedRecordKey(masterKey: key.masterKey, bytes: flipped)
            #expect(throws: SealFailure.doesNotOpen) { try sealer.open(sealed, under: damaged, in: context) }
            #expect(throws: SealFailure.doesNotOpen) { try sealer.seal(secret, under: damaged, in: context) }
        }
    }

    @Test(arguments: SealerKind.allCases)
    func `opens nothing under another key of the same record or the key of another`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: try sealer.makeRecordKey(record: 42), in: context)
        for record in [42, 43] as [Int64] {
            let other = try sealer.makeRecordKey(record: record)
            #expect(throws: SealFailure.doesNotOpen) { try sealer.open(sealed, under: other, in: context) }
        }
    }

    /// Two records whose keys, or keys and ciphertexts, were swapped in the store.
    @Test(arguments: SealerKind.allCases)
    func `opens no swapped rows`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let rows = try (Int64(1)...12).map { record in
            let key = try sealer.makeRecordKey(record: record)
            let context = try Fixture.context(record: record)
            return (context: context, key: key, sealed: try sealer.seal(secret, under: key, in: context))
        }
        for (index, row) in rows.enumerated() {
            for (other, stranger) in rows.enumerated() where other != index {
                #expect(throws: SealFailure.doesNotOpen) {
                    try sealer.open(row.sealed, under: stranger.key, in: row.context)
                }
                #expect(throws: SealFailure.doesNotOpen) {
                    try sealer.open(stranger.sealed, under: stranger.key, in: row.context)
                }
                #expect(throws: SealFailure.doesNotOpen) {
                    try sealer.open(stranger.sealed, under: row.key, in: row.context)
                }
            }
        }
    }

    @Test(arguments: SealerKind.allCases)
    func `opens nothing of another store`(kind: SealerKind) throws {
        let sealer = try kind.make(store: 1)
        let other = try kind.make(store: 2)
        let key = try sealer.makeRecordKey(record: 42)
        let context = try Fixture.context()
        let sealed = try sealer.seal(secret, under: key, in: context)
        #expect(throws: SealFailure.doesNotOpen) { try other.open(sealed, under: key, in: context) }
    }

    @Test(arguments: SealerKind.allCases)
    func `names the master key that it does not have`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let version = MasterKeyVersion(number: 9)
        let key = WrappedRecordKey(masterKey: version, bytes: try sealer.makeRecordKey(record: 42).bytes)
        #expect(throws: SealFailure.unknownMasterKey(version)) {
            try sealer.seal(secret, under: key, in: try Fixture.context())
        }
    }

    @Test(arguments: SealerKind.allCases)
    func `makes another blob and another key each time`(kind: SealerKind) throws {
        let sealer = try kind.make()
        let key = try sealer.makeRecordKey(record: 42)
        #expect(try sealer.makeRecordKey(record: 42).bytes != key.bytes)
    }

    @Test func `that is locked is sealed`() throws {
        let context = try Fixture.context()
        func check(_ sealer: any Sealer, lock: () -> Void) throws {
            let key = try sealer.makeRecordKey(record: 42)
            let sealed = try sealer.seal(secret, under: key, in: context)
            lock()
            #expect(throws: SealFailure.isSealed) { try sealer.makeRecordKey(record: 42) }
            #expect(throws: SealFailure.isSealed) { try sealer.seal(secret, under: key, in: context) }
            #expect(throws: SealFailure.isSealed) { try sealer.open(sealed, under: key, in: context) }
        }
        let fake = FakeSealer()
        try check(fake) { fake.lock() }
        let real = KeyringSealer(try Fixture.keyring())
        try check(real) { real.lock() }
    }

    private func expectRefusal(
        _ bytes: [UInt8], _ sealer: any Sealer, _ key: WrappedRecordKey, _ context: SealContext, _ what: String
    ) {
        #expect(throws: SealFailure.doesNotOpen, "\(what)") {
            try sealer.open(SealedSecret(bytes: bytes), under: key, in: context)
        }
    }
}

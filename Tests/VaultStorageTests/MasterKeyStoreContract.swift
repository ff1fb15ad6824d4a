import Testing
import VaultCore
import VaultTestSupport

/// What the port `MasterKeyStore` promises.
@Suite struct MasterKeyStoreContract {
    private func key(_ version: Int64, _ state: MasterKeyState = .prepared) -> StoredMasterKey {
        StoredMasterKey(
            version: MasterKeyVersion(number: version), state: state, wrapped: [UInt8(version), 0, 255],
            createdAt: Sample.start)
    }

    @Test(arguments: StoreKind.allCases) func `the identity of a store is sixteen bytes that stay`(
        kind: StoreKind
    ) throws {
        let made = try kind.make()
        let id = try made.keys.storeID()
        #expect(id.count == 16)
        #expect(try made.keys.storeID() == id)
    }

    @Test(arguments: StoreKind.allCases) func `keys read back in order of versions`(kind: StoreKind) throws {
        let made = try kind.make()
        #expect(try made.keys.masterKeys().isEmpty)
        let keys = [key(2, .active), key(1, .retiring), key(3), key(4, .destroyed)]
        for key in keys { try made.keys.add(key) }
        #expect(try made.keys.masterKeys() == [keys[1], keys[0], keys[2], keys[3]])
    }

    @Test(arguments: StoreKind.allCases) func `a version stands once`(kind: StoreKind) throws {
        let made = try kind.make()
        try made.keys.add(key(1, .active))
        #expect(throws: StoreFailure.conflict) { try made.keys.add(key(1, .prepared)) }
        #expect(try made.keys.masterKeys() == [key(1, .active)])
    }

    @Test(arguments: StoreKind.allCases) func `one key is active at a time`(kind: StoreKind) throws {
        let made = try kind.make()
        try made.keys.add(key(1, .active))
        #expect(throws: StoreFailure.conflict) { try made.keys.add(key(2, .active)) }
        #expect(try made.keys.masterKeys() == [key(1, .active)])
    }

    @Test(arguments: StoreKind.allCases) func `all wrapped keys are replaced at once, destroyed ones left alone`(
        kind: StoreKind
    ) async throws {
        let made = try kind.make()
        for key in [key(1, .destroyed), key(2, .retiring), key(3, .active)] { try made.keys.add(key) }
        try await made.keys.replaceWrapped(
            [MasterKeyVersion(number: 2): [20], MasterKeyVersion(number: 3): [30]], seal: nil)
        #expect(try made.keys.masterKeys().map(\.wrapped) == [[1, 0, 255], [20], [30]])
        #expect(try made.keys.masterKeys().map(\.state) == [.destroyed, .retiring, .active])
    }

    @Test(arguments: StoreKind.allCases, [[2], [2, 3, 4], [1, 2, 3], [2, 4]] as [[Int64]])
    func `nothing is replaced when the versions are not those that stand there`(
        kind: StoreKind, versions: [Int64]
    ) async throws {
        let made = try kind.make()
        let keys = [key(1, .destroyed), key(2, .retiring), key(3, .active)]
        for key in keys { try made.keys.add(key) }
        let wrapped = Dictionary(uniqueKeysWithValues: versions.map { (MasterKeyVersion(number: $0), [0 as UInt8]) })
        await #expect(throws: StoreFailure.conflict) { try await made.keys.replaceWrapped(wrapped, seal: nil) }
        #expect(try made.keys.masterKeys() == keys)
    }

    private func seal(_ byte: UInt8) throws -> PassphraseSeal {
        try #require(
            PassphraseSeal(
                salt: [UInt8](repeating: byte, count: PassphraseSeal.saltBytes),
                cost: PassphraseCost(operations: 2, memoryMebibytes: 8)))
    }

    @Test(arguments: StoreKind.allCases) func `the first key comes with its seal, and comes once`(
        kind: StoreKind
    ) throws {
        let made = try kind.make()
        #expect(try made.keys.passphraseSeal() == nil)
        try made.keys.begin(with: key(1, .active), seal: try seal(1))
        #expect(try made.keys.passphraseSeal() == seal(1))
        #expect(throws: StoreFailure.conflict) { try made.keys.begin(with: key(2, .prepared), seal: nil) }
        #expect(try made.keys.passphraseSeal() == seal(1))
        #expect(try made.keys.masterKeys() == [key(1, .active)])
    }

    @Test(arguments: StoreKind.allCases) func `the seal changes with the wrapped keys or not at all`(
        kind: StoreKind
    ) async throws {
        let made = try kind.make()
        try made.keys.begin(with: key(1, .active), seal: nil)
        let version = MasterKeyVersion(number: 1)
        for expected in [try seal(1), try seal(2), nil] {
            try await made.keys.replaceWrapped([version: [1]], seal: expected)
            #expect(try made.keys.passphraseSeal() == expected)
        }
        let other = try seal(3)
        await #expect(throws: StoreFailure.conflict) { try await made.keys.replaceWrapped([:], seal: other) }
        #expect(try made.keys.passphraseSeal() == nil)
    }
}

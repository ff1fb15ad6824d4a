import Testing
import VaultCore

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
}

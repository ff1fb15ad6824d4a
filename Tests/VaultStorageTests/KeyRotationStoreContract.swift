import Testing
import VaultCore
import VaultTestSupport

/// What the port `KeyRotationStore` promises.
@Suite struct KeyRotationStoreContract {
    private let later = Sample.start.adding(seconds: 60)

    private func version(_ number: Int64) -> MasterKeyVersion { MasterKeyVersion(number: number) }

    private func key(_ number: Int64, _ state: MasterKeyState) -> StoredMasterKey {
        StoredMasterKey(
            version: version(number), state: state, wrapped: [UInt8](repeating: UInt8(number), count: 40),
            createdAt: Sample.start)
    }

    /// Key 1 retiring, key 2 active, three grants under key 1.
    private func rotating(_ kind: StoreKind) async throws -> (StoreUnderTest, [GrantID]) {
        let made = try kind.make()
        try made.keys.add(key(1, .active))
        var ids: [GrantID] = []
        for name in ["a", "b", "c"] { ids.append(try await made.grants.putNew(try Sample.key("user:default/\(name)"))) }
        try await made.keys.prepare(key(2, .prepared))
        try await made.keys.activate(version(2), at: later)
        return (made, ids)
    }

    private func moved(_ key: StoredRecordKey) -> RewrappedKey {
        RewrappedKey(
            record: key.record, old: key.key,
            new: WrappedRecordKey(masterKey: version(2), bytes: key.key.bytes + [2]))
    }

    @Test(arguments: StoreKind.allCases) func `one key is prepared at a time`(kind: StoreKind) async throws {
        let made = try kind.make()
        try made.keys.add(key(1, .active))
        try await made.keys.prepare(key(2, .prepared))
        for number in [2, 3] as [Int64] {
            await #expect(throws: StoreFailure.conflict) { try await made.keys.prepare(key(number, .prepared)) }
        }
        #expect(try made.keys.masterKeys() == [key(1, .active), key(2, .prepared)])
    }

    @Test(arguments: StoreKind.allCases) func `activation retires the one before, at that time`(
        kind: StoreKind
    ) async throws {
        let (made, _) = try await rotating(kind)
        var (old, new) = (key(1, .retiring), key(2, .active))
        old.retiredAt = later
        old.wraps = 3
        new.activatedAt = later
        #expect(try made.keys.masterKeys() == [old, new])
        for number in [1, 2, 3] as [Int64] {
            await #expect(throws: StoreFailure.conflict) { try await made.keys.activate(version(number), at: later) }
        }
        #expect(try made.keys.masterKeys() == [old, new])
    }

    @Test(arguments: StoreKind.allCases) func `of two activations at once one is refused`(kind: StoreKind) async throws
    {
        let made = try kind.make()
        try made.keys.add(key(1, .active))
        try await made.keys.prepare(key(2, .prepared))
        let done = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 {
                group.addTask { (try? await made.keys.activate(version(2), at: later)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
    }

    @Test(arguments: StoreKind.allCases) func `record keys are counted and read by version, in order`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await rotating(kind)
        #expect(try made.keys.recordKeyCounts() == [version(1): 3])
        let all = try made.keys.recordKeys(under: version(1), after: 0, limit: 9)
        #expect(all.map(\.record) == ids.map(\.rawValue))
        #expect(all[1].key == Sample.recordKey("key \(ids[1].rawValue) 1"))
        #expect(try made.keys.recordKeys(under: version(1), after: all[0].record, limit: 1) == [all[1]])
        #expect(try made.keys.recordKeys(under: version(2), after: 0, limit: 9) == [])
        #expect(try made.grants.recordKey(of: ids[2].rawValue) == all[2].key)
        #expect(try made.grants.recordKey(of: 999) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `a rewrap moves only what still stands as it was read`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await rotating(kind)
        let read = try made.keys.recordKeys(under: version(1), after: 0, limit: 9)
        // Meanwhile one is put anew and one is revoked.
        let anew = try Sample.lineage(ids[1], try Sample.key("user:default/b"), generation: 2)
        try await made.grants.put(anew, token: nil, expecting: .first)
        _ = try await made.grants.revoke(ids[2], queueing: nil)
        try await made.keys.rewrap(read.map(moved))
        #expect(try made.grants.lineage(ids[0])?.recordKey == moved(read[0]).new)
        #expect(try made.grants.lineage(ids[1])?.recordKey == anew.recordKey)
        #expect(try made.keys.recordKeyCounts() == [version(1): 1, version(2): 1])
    }

    @Test(arguments: StoreKind.allCases) func `every record key that was ever stored under a key counts for it`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await rotating(kind)
        let read = try made.keys.recordKeys(under: version(1), after: 0, limit: 9)
        func wraps() throws -> [Int] { try made.keys.masterKeys().map(\.wraps) }
        #expect(try wraps() == [3, 0])
        let anew = try Sample.lineage(ids[1], try Sample.key("user:default/b"), generation: 2)
        try await made.grants.put(anew, token: nil, expecting: .first)
        #expect(try wraps() == [4, 0])
        // What lost against the put is not stored.
        try await made.keys.rewrap(read.map(moved))
        #expect(try wraps() == [4, 2])
        // Nothing is taken back, and what is refused is not counted.
        _ = try await made.grants.revoke(ids[0], queueing: nil)
        await #expect(throws: StoreFailure.conflict) {
            try await made.grants.put(anew, token: nil, expecting: .first)
        }
        #expect(try wraps() == [4, 2])
        _ = try await made.grants.revoke(ids[1], queueing: try Sample.revocation(made.grants.reserveID()))
        #expect(try wraps() == [5, 2])
    }

    @Test(arguments: StoreKind.allCases) func `a queued revocation is rewrapped too`(kind: StoreKind) async throws {
        let (made, ids) = try await rotating(kind)
        let job = try Sample.revocation(made.grants.reserveID())
        _ = try await made.grants.revoke(ids[0], queueing: job)
        let read = try made.keys.recordKeys(under: version(1), after: 0, limit: 9)
        #expect(read.map(\.record).contains(job.id))
        try await made.keys.rewrap(read.map(moved))
        #expect(try made.grants.dueRevocations(at: later, limit: 9).first?.recordKey.masterKey == version(2))
    }

    @Test(arguments: StoreKind.allCases) func `a key that a record needs is not destroyed`(kind: StoreKind) async throws
    {
        let (made, ids) = try await rotating(kind)
        for (index, id) in ids.enumerated() {
            await #expect(throws: StoreFailure.conflict) { try await made.keys.destroy(version(1), at: later) }
            #expect(try made.keys.masterKeys()[0].state == .retiring)
            if index < 2 {
                _ = try await made.grants.revoke(id, queueing: nil)
            } else {
                try await made.keys.rewrap(
                    try made.keys.recordKeys(under: version(1), after: 0, limit: 9).map(moved))
            }
        }
        try await made.keys.destroy(version(1), at: later)
        let gone = try made.keys.masterKeys()[0]
        #expect(gone.state == .destroyed && gone.wrapped == [] && gone.destroyedAt == later)
        for number in [1, 2, 3] as [Int64] {
            await #expect(throws: StoreFailure.conflict) { try await made.keys.destroy(version(number), at: later) }
        }
    }

    @Test(arguments: StoreKind.allCases) func `what needs a key is told by kind`(kind: StoreKind) async throws {
        let (made, ids) = try await rotating(kind)
        #expect(try made.keys.needs(of: version(1)) == KeyNeeds(records: 3, grants: 3))
        #expect(try made.keys.needs(of: version(2)) == KeyNeeds())
        let read = try made.keys.recordKeys(under: version(1), after: 0, limit: 9)
        let anew = try Sample.lineage(ids[1], try Sample.key("user:default/b"), generation: 2)
        try await made.grants.put(anew, token: try Sample.token("at"), expecting: .first)
        _ = try await made.grants.revoke(ids[2], queueing: try Sample.revocation(made.grants.reserveID()))
        try await made.keys.rewrap([moved(read[0])])
        #expect(
            try made.keys.needs(of: version(1)) == KeyNeeds(records: 2, grants: 1, cachedTokens: 1, revocations: 1))
        #expect(try made.keys.needs(of: version(2)) == KeyNeeds(records: 1, grants: 1))
    }

    @Test(arguments: StoreKind.allCases) func `nothing is stored under a destroyed key any more`(
        kind: StoreKind
    ) async throws {
        let (made, ids) = try await rotating(kind)
        try await made.keys.rewrap(try made.keys.recordKeys(under: version(1), after: 0, limit: 9).map(moved))
        try await made.keys.destroy(version(1), at: later)
        // Wrapped before, stored after.
        await #expect(throws: StoreFailure.conflict) {
            try await made.grants.putNew(try Sample.key("user:default/late"))
        }
        let anew = try Sample.lineage(ids[1], try Sample.key("user:default/b"), generation: 2)
        await #expect(throws: StoreFailure.conflict) {
            try await made.grants.put(anew, token: nil, expecting: .first)
        }
        let job = try Sample.revocation(made.grants.reserveID())
        await #expect(throws: StoreFailure.conflict) { try await made.grants.revoke(ids[0], queueing: job) }
        #expect(try made.grants.grant(ids[0]) != nil)
        #expect(try made.keys.recordKeyCounts() == [version(2): 3])
    }

    @Test(arguments: StoreKind.allCases) func `a destroyed key's bytes are gone from the files`(
        kind: StoreKind
    ) async throws {
        let (made, _) = try await rotating(kind)
        let (old, new) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        #expect(try made.keys.filesHold(old) && made.keys.filesHold(new))
        #expect(try await made.keys.emptyWAL())
        try await made.keys.rewrap(try made.keys.recordKeys(under: version(1), after: 0, limit: 9).map(moved))
        try await made.keys.destroy(version(1), at: later)
        #expect(try await made.keys.emptyWAL())
        #expect(try !made.keys.filesHold(old) && made.keys.filesHold(new))
    }
}

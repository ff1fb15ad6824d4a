import Testing
import VaultCore

@Suite struct `The life of a master key` {
    private func version(_ number: Int64) -> MasterKeyVersion { MasterKeyVersion(number: number) }

    private func life(_ states: MasterKeyState...) -> MasterKeyLifecycle {
        MasterKeyLifecycle(
            states.enumerated().map { index, state in
                StoredMasterKey(
                    version: version(Int64(index + 1)), state: state, wrapped: [], createdAt: Timestamp(seconds: 1))
            })
    }

    @Test func `goes on with a number that was never used`() throws {
        #expect(try life(.active).prepare(records: [:]) == version(2))
        #expect(try life(.destroyed, .destroyed, .active).prepare(records: [:]) == version(4))
    }

    @Test func `begins once at a time`() throws {
        #expect(throws: KeyChangeRefusal.alreadyPrepared(version(2))) {
            try life(.active, .prepared).prepare(records: [:])
        }
        #expect(throws: KeyChangeRefusal.stillNeeded(version(1), records: 3)) {
            try life(.retiring, .active).prepare(records: [version(1): 3, version(2): 9])
        }
        #expect(try life(.retiring, .active).prepare(records: [version(2): 9]) == version(3))
    }

    @Test func `is active only after it was prepared`() throws {
        #expect(try life(.active, .prepared).activate(version(2)) == version(2))
        #expect(try life(.active, .prepared).activate(nil) == version(2))
        #expect(throws: KeyChangeRefusal.nonePrepared) { try life(.active).activate(nil) }
        #expect(throws: KeyChangeRefusal.unknown(version(9))) { try life(.active, .prepared).activate(version(9)) }
        for (number, state) in [(1, .active), (2, .retiring), (3, .destroyed)] as [(Int64, MasterKeyState)] {
            #expect(throws: KeyChangeRefusal.wrongState(version(number), is: state, wanted: .prepared)) {
                try life(.active, .retiring, .destroyed).activate(version(number))
            }
        }
    }

    @Test func `ends only when it is retiring and no record needs it`() throws {
        try life(.retiring, .active).destroy(version(1), needs: KeyNeeds())
        #expect(throws: KeyChangeRefusal.stillNeededFor(version(1), KeyNeeds(records: 1, grants: 1))) {
            try life(.retiring, .active).destroy(version(1), needs: KeyNeeds(records: 1, grants: 1))
        }
        for (number, state) in [(1, .active), (2, .prepared), (3, .destroyed)] as [(Int64, MasterKeyState)] {
            #expect(throws: KeyChangeRefusal.wrongState(version(number), is: state, wanted: .retiring)) {
                try life(.active, .prepared, .destroyed).destroy(version(number), needs: KeyNeeds())
            }
        }
        #expect(throws: KeyChangeRefusal.unknown(version(4))) {
            try life(.active).destroy(version(4), needs: KeyNeeds())
        }
    }
}

import Testing
import VaultCore

@testable import VaultService

@Suite struct `The schedule of master keys` {
    private static let day: Int64 = 86_400
    private let start = Timestamp(seconds: 1_700_000_000)

    private func day(_ number: Int64, plus seconds: Int64 = 0) -> Timestamp {
        start.adding(seconds: number * Self.day + seconds)
    }

    private func key(_ number: Int64, _ state: MasterKeyState, since: Timestamp? = nil) -> StoredMasterKey {
        var key = StoredMasterKey(
            version: MasterKeyVersion(number: number), state: state, wrapped: [1], createdAt: start)
        if state == .active { key.activatedAt = since }
        if state == .retiring { key.retiredAt = since }
        return key
    }

    @Test func `asks for nothing unless it is configured`() {
        let schedule = KeySchedule(KeySettings())
        let keys = [key(1, .retiring, since: start), key(2, .active, since: start), key(3, .prepared)]
        #expect(schedule.due(keys, at: day(9_999)).isEmpty)
        #expect(schedule.rotation(of: keys) == nil && schedule.destruction(of: keys[0]) == nil)
    }

    @Test func `renews the active key at its age, counted from its activation`() {
        let schedule = KeySchedule(KeySettings(rotateAfterDays: 90))
        let keys = [key(1, .active, since: day(10))]
        #expect(schedule.rotation(of: keys) == day(100))
        #expect(schedule.due(keys, at: day(100, plus: -1)).isEmpty)
        #expect(schedule.due(keys, at: day(100)) == [.prepare])
        // The first key of a store was never activated.
        #expect(schedule.rotation(of: [key(1, .active)]) == day(90))
        // A clock that was set back makes nothing due.
        #expect(schedule.due(keys, at: start.adding(seconds: -Self.day)).isEmpty)
    }

    @Test func `goes on with a key that is prepared, but only when a rotation is due`() {
        let schedule = KeySchedule(KeySettings(rotateAfterDays: 90))
        let keys = [key(1, .active, since: start), key(2, .prepared)]
        #expect(schedule.due(keys, at: day(89)).isEmpty)
        #expect(schedule.due(keys, at: day(90)) == [.activate(MasterKeyVersion(number: 2))])
    }

    @Test func `destroys a retiring key when it was held long enough, and not one of unknown age`() {
        let schedule = KeySchedule(KeySettings(holdDays: 30))
        let keys = [
            key(1, .destroyed), key(2, .retiring), key(3, .retiring, since: day(5)), key(4, .retiring, since: day(9)),
            key(5, .active, since: day(9)),
        ]
        #expect(keys.map(schedule.destruction) == [nil, nil, day(35), day(39), nil])
        #expect(schedule.due(keys, at: day(35, plus: -1)).isEmpty)
        #expect(schedule.due(keys, at: day(35)) == [.destroy(MasterKeyVersion(number: 3))])
        #expect(KeySchedule(KeySettings(holdDays: 0)).due([key(1, .retiring, since: start)], at: start).count == 1)
    }
}

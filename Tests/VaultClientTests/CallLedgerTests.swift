import Testing
import VaultCore
import VaultSocket

@testable import VaultClient

struct CallLedgerTests {
    private static func call(_ id: Int64, repeatable: Bool = true, bytes: Int = 10, patience: UInt64 = 0) -> PendingCall
    {
        PendingCall(
            id: id, method: "m", isRepeatable: repeatable, frame: Secret(copying: [UInt8](repeating: 0, count: bytes)),
            patienceEnds: MonotonicInstant(nanoseconds: patience), finish: { _ in })
    }

    /// Takes all that wait, as one flush does, and tells their ids.
    private static func send(_ ledger: inout CallLedger) -> [Int64] {
        var ids: [Int64] = []
        while let call = ledger.takeWaiting(position: ids.count * 10) { ids.append(call.id) }
        return ids
    }

    private static let later = MonotonicInstant(nanoseconds: 5)

    @Test func `calls leave in the order in which they came`() {
        var ledger = CallLedger()
        for id in 1...5 { ledger.add(Self.call(Int64(id))) }
        #expect(ledger.remove(3) != nil)
        #expect(Self.send(&ledger) == [1, 2, 4, 5])
        #expect(ledger.inFlightCount == 4 && !ledger.hasWaiting)
        #expect(ledger.remove(3) == nil)
    }

    @Test func `after a loss, repeatable calls come before those that never left`() {
        var ledger = CallLedger()
        for id in 1...3 { ledger.add(Self.call(Int64(id), repeatable: id != 2)) }
        _ = Self.send(&ledger)
        ledger.add(Self.call(4))
        #expect(ledger.connectionLost(sent: 30, patienceEnds: Self.later).map(\.id) == [2])
        #expect(Self.send(&ledger) == [1, 3, 4])
    }

    @Test func `a line that did not leave whole was no call, whatever it asks`() {
        var ledger = CallLedger()
        for id in 1...3 { ledger.add(Self.call(Int64(id), repeatable: false)) }
        _ = Self.send(&ledger)
        #expect(ledger.connectionLost(sent: 19, patienceEnds: Self.later).map(\.id) == [1])
        #expect(Self.send(&ledger) == [2, 3])
    }

    @Test func `a call is sent three times at most`() {
        var ledger = CallLedger()
        ledger.add(Self.call(1))
        for _ in 1..<CallLedger.maximumSends {
            #expect(Self.send(&ledger) == [1])
            #expect(ledger.connectionLost(sent: 10, patienceEnds: Self.later).isEmpty)
        }
        #expect(Self.send(&ledger) == [1])
        #expect(ledger.connectionLost(sent: 10, patienceEnds: Self.later).map(\.id) == [1])
        #expect(ledger.isEmpty)
    }

    @Test func `only waiting calls lose patience`() {
        var ledger = CallLedger()
        ledger.add(Self.call(1, patience: 10))
        _ = Self.send(&ledger)
        ledger.add(Self.call(2, patience: 20))
        ledger.add(Self.call(3, patience: 30))
        #expect(ledger.nextImpatience?.nanoseconds == 20)
        #expect(ledger.removeImpatient(at: MonotonicInstant(nanoseconds: 25)).map(\.id) == [2])
        #expect(ledger.removeInFlight().map(\.id) == [1])
        #expect(ledger.removeAll().map(\.id) == [3])
    }

    @Test func `pauses begin with none and grow to a second`() {
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        let pauses = (0..<12).map { _ in backoff.next(using: &random) }
        #expect(pauses[0] == .zero)
        #expect(pauses[1] >= .microseconds(7_500) && pauses[1] <= .milliseconds(10))
        #expect(pauses.dropFirst(8).allSatisfy { $0 >= .milliseconds(750) && $0 <= .seconds(1) })
        backoff.reset()
        #expect(backoff.next(using: &random) == .zero)
    }
}

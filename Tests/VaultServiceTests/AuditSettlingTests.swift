import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// What is kept with changes is let go of only when the disk has it in the log.
@Suite struct AuditSettlingTests {
    private final class Outbox: AuditOutbox {
        let told = Atomic<Int64>(-1)
        let settled = Mutex<[Int64]>([])
        let rows = Mutex<[KeptRecords]>([])

        func tell(_ trail: any AuditTrail) {}
        func toldUpTo() -> Int64 { told.load(ordering: .relaxed) }
        func audited() throws(StoreFailure) -> Int64 { 0 }
        func settle(upTo sequence: Int64) { settled.withLock { $0.append(sequence) } }
        func kept(after sequence: Int64, limit: Int) throws(StoreFailure) -> [KeptRecords] {
            Array(rows.withLock { $0.filter { $0.sequence > sequence } }.prefix(limit))
        }

        func add(_ sequence: Int64) {
            rows.withLock { $0.append(KeptRecords(sequence: sequence, records: [[UInt8(sequence)], [0]])) }
            told.store(sequence, ordering: .relaxed)
        }
    }

    private final class Trail: SyncedTrail {
        struct State {
            var put: [[UInt8]] = []
            var losses = 0
            var syncs = 0
            var failure: AuditFailure?
            var writeFailure: AuditFailure?
            var losesInSync = false
        }

        let state = Mutex(State())

        func record(_ event: AuditEvent) {}
        func render(_ event: AuditEvent) -> [UInt8] { [] }
        func record(_ event: AuditEvent, rendered: [UInt8]) {}
        func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {}
        func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] { [] }
        func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] { [] }
        func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { TokenMark(bits: 0) }
        func sessionPart(_ session: Session) -> [UInt8] { [] }
        func flush() throws(AuditFailure) -> Bool { false }
        func writeOut() throws(AuditFailure) { if let failure = state.withLock(\.writeFailure) { throw failure } }
        func losses() -> Int { state.withLock(\.losses) }
        func record(rendered: [UInt8]) { state.withLock { $0.put.append(rendered) } }
        func sync() throws(AuditFailure) {
            let failure = state.withLock { state in
                state.syncs += 1
                if state.losesInSync { state.losses += 1 }
                return state.failure
            }
            if let failure { throw failure }
        }
    }

    private let outbox = Outbox()
    private let trail = Trail()

    @Test func `what was told is settled after a sync, and no sync is made for nothing`() {
        let settling = AuditSettling(outbox, trail)
        #expect(settling.settleNow())
        #expect(trail.state.withLock(\.syncs) == 0)
        outbox.add(4)
        for _ in 0..<3 { #expect(settling.settleNow()) }
        outbox.add(6)
        #expect(settling.settleNow())
        #expect(outbox.settled.withLock(\.self) == [4, 6])
        #expect(trail.state.withLock(\.syncs) == 2)
        #expect(trail.state.withLock(\.put).isEmpty)
    }

    @Test func `after a failed sync all that is not settled is put again first`() {
        let settling = AuditSettling(outbox, trail)
        outbox.add(4)
        #expect(settling.settleNow())
        outbox.add(5)
        trail.state.withLock { $0.failure = AuditFailure(errno: 5) }
        #expect(!settling.settleNow())
        #expect(outbox.settled.withLock(\.self) == [4])
        trail.state.withLock { $0.failure = nil }
        #expect(settling.settleNow())
        #expect(trail.state.withLock(\.put) == [[5], [0]])
        #expect(outbox.settled.withLock(\.self) == [4, 5])
    }

    @Test func `after a loss too, once the log takes something, and a loss meanwhile settles nothing`() {
        let settling = AuditSettling(outbox, trail)
        outbox.add(7)
        trail.state.withLock { state in
            state.losses = 1
            state.writeFailure = AuditFailure(errno: 28)
        }
        for _ in 0..<2 { #expect(!settling.settleNow()) }
        #expect(trail.state.withLock { $0.put.isEmpty && $0.syncs == 0 })
        trail.state.withLock { state in
            state.writeFailure = nil
            state.losesInSync = true
        }
        #expect(!settling.settleNow())
        #expect(outbox.settled.withLock(\.self) == [])
        trail.state.withLock { $0.losesInSync = false }
        #expect(settling.settleNow())
        #expect(trail.state.withLock(\.put) == [[7], [0], [7], [0]])
        #expect(outbox.settled.withLock(\.self) == [7])
    }

    @Test func `more than is read at a time is put again in its order`() {
        let settling = AuditSettling(outbox, trail)
        for sequence in 1...600 {
            outbox.rows.withLock {
                $0.append(KeptRecords(sequence: Int64(sequence), records: [[UInt8(sequence % 251)]]))
            }
        }
        outbox.told.store(600, ordering: .relaxed)
        trail.state.withLock { $0.losses = 1 }
        #expect(settling.settleNow())
        #expect(trail.state.withLock(\.put) == (1...600).map { [UInt8($0 % 251)] })
    }
}

import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite struct StoreMarkingAuditTests {
    private struct Sequenced: SequencedStore {
        func changes() -> Int { 0 }
        func mark() -> StoreMark? { StoreMark(storeID: "5e", sequence: 7) }
        func advanceSequence() async throws(StoreFailure) {}
    }

    @Test func `what is recorded beside changes is noted with how far the store had come, a decision is not`() {
        let audit = RecordingAudit()
        let marking = StoreMarkingAudit(audit, store: Sequenced())
        for kind in [AuditEvent.Kind.decision, .refreshFailed, .started, .backupCreated, .stopped] {
            marking.record(AuditEvent(kind, .done))
        }
        #expect(audit.events.map { $0.store?.sequence } == [nil, nil, 7, 7, 7])
    }
}

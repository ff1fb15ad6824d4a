import Testing

@testable import VaultStorage

/// When the WAL is copied, decided without a disk.
@Suite struct CheckpointPlanTests {
    private var plan = CheckpointPlan(stepPages: 100, boundPages: 1_000)

    @Test mutating func `nothing is due before a step is full`() {
        plan.committed(walPages: 99, erasing: false)
        #expect(plan.due(writesWait: false) == nil)
        plan.committed(walPages: 100, erasing: false)
        #expect(plan.due(writesWait: true) == .passive)
    }

    @Test mutating func `the next step counts from the last checkpoint`() {
        plan.committed(walPages: 150, erasing: false)
        plan.ran(.passive, isComplete: false)
        plan.committed(walPages: 240, erasing: false)
        #expect(plan.due(writesWait: true) == nil)
        plan.committed(walPages: 250, erasing: false)
        #expect(plan.due(writesWait: true) == .passive)
    }

    @Test mutating func `a WAL that began anew counts from its beginning`() {
        plan.committed(walPages: 150, erasing: false)
        plan.ran(.passive, isComplete: true)
        plan.committed(walPages: 10, erasing: false)
        #expect(plan.due(writesWait: true) == nil)
        plan.committed(walPages: 110, erasing: false)
        #expect(plan.due(writesWait: true) == .passive)
    }

    @Test mutating func `beyond the bound the writer waits for readers`() {
        plan.committed(walPages: 1_000, erasing: false)
        #expect(plan.due(writesWait: true) == .restart)
    }

    @Test mutating func `an erasure empties the WAL as soon as nobody waits`() {
        plan.committed(walPages: 5, erasing: true)
        #expect(plan.due(writesWait: true) == nil)
        plan.committed(walPages: 7, erasing: false)
        #expect(plan.due(writesWait: false) == .truncate)
    }

    @Test mutating func `under steady load an erasure empties the WAL at the next step`() {
        plan.committed(walPages: 100, erasing: true)
        #expect(plan.due(writesWait: true) == .truncate)
    }

    @Test mutating func `an erasure stays due until the WAL is really empty`() {
        plan.committed(walPages: 5, erasing: true)
        plan.ran(.truncate, isComplete: false)
        #expect(plan.due(writesWait: false) == .truncate)
        #expect(plan.dueInLull == .truncate)
        plan.ran(.truncate, isComplete: true)
        #expect(plan.due(writesWait: false) == nil)
        #expect(plan.dueInLull == nil)
    }

    @Test mutating func `in a lull whatever stands in the WAL is moved out`() {
        #expect(plan.dueInLull == nil)
        plan.committed(walPages: 1, erasing: false)
        #expect(plan.dueInLull == .truncate)
    }
}

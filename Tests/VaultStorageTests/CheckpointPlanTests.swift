import Testing

@testable import VaultStorage

/// When the WAL is copied, decided without a disk.
@Suite struct CheckpointPlanTests {
    private var plan = CheckpointPlan(stepPages: 100, boundPages: 1_000, erasureNanoseconds: 50)

    @Test mutating func `nothing is due before a step is full`() {
        plan.committed(walPages: 99, erasing: false, at: 0)
        #expect(plan.due(at: 0) == nil)
        plan.committed(walPages: 100, erasing: false, at: 0)
        #expect(plan.due(at: 0) == .passive)
    }

    @Test mutating func `the next step counts from the last checkpoint`() {
        plan.committed(walPages: 150, erasing: false, at: 0)
        plan.ran(.passive, isComplete: false, at: 0)
        plan.committed(walPages: 240, erasing: false, at: 0)
        #expect(plan.due(at: 0) == nil)
        plan.committed(walPages: 250, erasing: false, at: 0)
        #expect(plan.due(at: 0) == .passive)
    }

    @Test mutating func `a WAL that began anew counts from its beginning`() {
        plan.committed(walPages: 150, erasing: false, at: 0)
        plan.ran(.passive, isComplete: true, at: 0)
        plan.committed(walPages: 10, erasing: false, at: 0)
        #expect(plan.due(at: 0) == nil)
        plan.committed(walPages: 110, erasing: false, at: 0)
        #expect(plan.due(at: 0) == .passive)
    }

    @Test mutating func `the pages of a rotation are copied in smaller steps`() {
        plan.committed(walPages: 24, erasing: false, rotating: true, at: 0)
        #expect(plan.due(at: 0) == nil)
        plan.committed(walPages: 25, erasing: false, rotating: true, at: 0)
        #expect(plan.due(at: 0) == .passive)
        plan.ran(.passive, isComplete: true, at: 0)
        plan.committed(walPages: 99, erasing: false, at: 0)
        #expect(plan.due(at: 0) == nil)
    }

    @Test mutating func `beyond the bound the writer waits for readers`() {
        plan.committed(walPages: 1_000, erasing: false, at: 0)
        #expect(plan.due(at: 0) == .restart)
    }

    @Test mutating func `erasures that come one after the other share one emptying of the WAL, in time for the first`()
    {
        plan.committed(walPages: 5, erasing: true, at: 1_000)
        #expect(plan.due(at: 1_000) == nil)
        plan.committed(walPages: 7, erasing: true, at: 1_049)
        #expect(plan.due(at: 1_049) == nil)
        #expect(plan.due(at: 1_050) == .truncate)
        plan.ran(.truncate, isComplete: true, at: 1_050)
        #expect(plan.due(at: 2_000) == nil)
    }

    @Test mutating func `a step before that is like any other`() {
        plan.committed(walPages: 100, erasing: true, at: 1_000)
        #expect(plan.due(at: 1_000) == .passive)
        plan.ran(.passive, isComplete: true, at: 1_000)
        #expect(plan.due(at: 1_050) == .truncate)
    }

    @Test mutating func `an erasure stays due until the WAL is really empty, and is not tried again at once`() {
        plan.committed(walPages: 5, erasing: true, at: 0)
        plan.ran(.truncate, isComplete: false, at: 50)
        #expect(plan.due(at: 99) == nil)
        #expect(plan.due(at: 100) == .truncate)
        #expect(plan.dueInLull == .truncate)
        plan.ran(.truncate, isComplete: true, at: 100)
        #expect(plan.due(at: 1_000) == nil)
        #expect(plan.dueInLull == nil)
    }

    @Test mutating func `a writer without work wakes up for an erasure before it does for a lull`() {
        #expect(plan.patience(lull: 30, at: 0) == nil)
        plan.committed(walPages: 1, erasing: false, at: 0)
        #expect(plan.patience(lull: 30, at: 1_000) == 30)
        plan.committed(walPages: 1, erasing: true, at: 1_000)
        #expect(plan.patience(lull: 30, at: 1_010) == 30)
        #expect(plan.patience(lull: 3_000, at: 1_010) == 40)
        #expect(plan.patience(lull: 3_000, at: 1_060) == 0)
    }

    @Test mutating func `in a lull whatever stands in the WAL is moved out`() {
        #expect(plan.dueInLull == nil)
        plan.committed(walPages: 1, erasing: false, at: 0)
        #expect(plan.dueInLull == .truncate)
    }
}

import Testing

@testable import vault_provider_sim

@Suite struct FaultPlanTests {
    private func plan(_ rules: FaultRule...) -> FaultPlan {
        var plan = FaultPlan()
        plan.set(rules)
        return plan
    }

    private let drop = FaultRule(kind: .drop, fault: .drop(.before))

    @Test func `a rule without a count meets every request`() {
        var plan = plan(drop)
        for _ in 0..<3 { #expect(plan.take(for: .token, subject: nil)?.kind == .drop) }
    }

    @Test func `a counted rule meets so many requests and is gone`() {
        var counted = drop
        counted.remaining = 2
        var plan = plan(counted)
        #expect(plan.take(for: .token, subject: nil) != nil)
        #expect(plan.take(for: .token, subject: nil) != nil)
        #expect(plan.take(for: .token, subject: nil) == nil)
        #expect(plan.rules.isEmpty)
    }

    @Test func `skipped requests pass unharmed`() {
        var late = drop
        late.skip = 2
        late.remaining = 1
        var plan = plan(late)
        let met = (0..<4).map { _ in plan.take(for: .token, subject: nil) != nil }
        #expect(met == [false, false, true, false])
    }

    @Test func `the first rule that is due wins`() {
        var first = FaultRule(kind: .hold, fault: .latency)
        first.remaining = 1
        var plan = plan(first, FaultRule(kind: .latency, fault: .latency))
        #expect(plan.take(for: .token, subject: nil)?.kind == .hold)
        #expect(plan.take(for: .token, subject: nil)?.kind == .latency)
    }

    @Test func `a rule meets its endpoint alone`() {
        var plan = plan(drop)
        #expect(plan.take(for: .revoke, subject: nil) == nil)
        var any = drop
        any.endpoint = nil
        plan.add([any])
        #expect(plan.take(for: .discovery, subject: nil) != nil)
    }

    @Test func `a rule meets its subject alone`() {
        var alices = drop
        alices.subject = "alice"
        var plan = plan(alices)
        #expect(plan.take(for: .token, subject: "bob") == nil)
        #expect(plan.take(for: .token, subject: nil) == nil)
        #expect(plan.take(for: .token, subject: "alice") != nil)
    }
}

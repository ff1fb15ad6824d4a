import Testing

@testable import vault_bench

@Suite struct `A mixed load` {
    @Test func `holds each kind of call as often as it says`() {
        var plan = MixedPlan(served: 10, first: 100)
        var counts: [MixedPlan.Kind: Int] = [:]
        for _ in 0..<1000 {
            let (kind, number) = plan.next()
            counts[kind, default: 0] += 1
            if kind == .put { plan.stored(number) }
        }
        #expect(counts == [.get: 900, .lookup: 50, .put: 40, .revoke: 10])
        #expect(MixedPlan.parts.reduce(0) { $0 + $1.count } == 100)
    }

    @Test func `revokes what was put and answered, once, and asks for what is never put`() {
        var plan = MixedPlan(served: 10, first: 100)
        var (put, revoked) = ([Int](), [Int]())
        for _ in 0..<1000 {
            switch plan.next() {
            case (.put, let number):
                put.append(number)
                // Fewer are answered than there is time to revoke.
                if number % 8 == 0 { plan.stored(number) }
            case (.revoke, let number): revoked.append(number)
            case (_, let number): #expect((0..<10).contains(number))
            }
        }
        #expect(put == Array(100..<(100 + put.count)))
        #expect(!revoked.isEmpty && Set(revoked).count == revoked.count)
        #expect(revoked.allSatisfy { $0 >= 100 && $0 % 8 == 0 })
    }

    @Test func `asks for a token where there is nothing to revoke yet`() {
        var plan = MixedPlan(served: 10, first: 100)
        for _ in 0..<100 { #expect(plan.next().kind != .revoke) }
    }

    @Test func `counts failures and keeps each kind's times`() {
        var run = MixedRun()
        run.add(.get, 1000, hasFailed: false)
        run.add(.put, 5000, hasFailed: true)
        run.seconds = 2
        #expect(run.failures == 1)
        #expect(run.latencies(of: .put).most == 5000 && run.latencies(of: .get).total == 1)
        #expect(run.run.rate == 1 && run.run.latencies?.total == 2)
        let findings = MixedScenario.findings(PairedRuns(), [run, run])
        #expect(findings.first { $0.name == "mixed, failures" }?.value.median == 2)
        #expect(findings.first { $0.name == "mixed, p99 of put" }?.value.median == 5)
    }
}

import Testing
import VaultCore

@testable import VaultService

@Suite struct BreakerTests {
    private var breaker = Breaker()

    private mutating func fail(_ times: Int, at now: Int64 = 0) {
        for _ in 0..<times {
            breaker.take(.unavailable(.unreachable, retryAfterMilliseconds: nil), at: now, jitter: 0)
        }
    }

    @Test mutating func `four failures in a row leave it closed and the fifth opens it`() {
        fail(4)
        #expect(breaker.state(at: 0) == .closed)
        #expect(breaker.refusal(at: 0) == nil)
        fail(1)
        // Without jitter the shortest wait.
        #expect(breaker.state(at: 0) == .open(.unavailable(.unreachable), retryAfterMilliseconds: 500))
        #expect(breaker.refusal(at: 100)?.retryAfterMilliseconds == 400)
    }

    @Test mutating func `an answer in between starts the count anew`() {
        fail(4)
        breaker.take(.answered, at: 0, jitter: 0)
        fail(4)
        #expect(breaker.state(at: 0) == .closed)
    }

    @Test mutating func `when its time is over one refresh is let through and the others wait for it`() {
        fail(5)
        #expect(breaker.refusal(at: 500) == nil)
        #expect(breaker.state(at: 500) == .halfOpen(.unavailable(.unreachable)))
        #expect(breaker.refusal(at: 500)?.retryAfterMilliseconds == Breaker.probeRetryMilliseconds)
        breaker.take(.answered, at: 600, jitter: 0)
        #expect(breaker.state(at: 600) == .closed)
    }

    @Test mutating func `a failed probe opens it for twice as long each time up to a minute`() {
        fail(5)
        var now: Int64 = 500
        for bound: Int64 in [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] {
            #expect(breaker.refusal(at: now) == nil)
            breaker.take(
                .unavailable(.unreachable, retryAfterMilliseconds: nil), at: now, jitter: UInt64(bound - 500))
            #expect(breaker.refusal(at: now)?.retryAfterMilliseconds == bound)
            now += bound
        }
    }

    @Test mutating func `a probe that did not ask leaves the next one to do it`() {
        fail(5)
        #expect(breaker.refusal(at: 500) == nil)
        breaker.take(.notAsked, at: 500, jitter: 0)
        #expect(breaker.refusal(at: 500) == nil)
    }

    @Test mutating func `a fault of the client registration opens it at once and for longer`() {
        let code = ProviderErrorCode("invalid_client")
        breaker.take(.clientFault(code), at: 0, jitter: 0)
        #expect(breaker.state(at: 0) == .open(.clientFault(code), retryAfterMilliseconds: 15_000))
    }

    @Test mutating func `the provider's own wait opens it at once, for a minute at most the first time`() {
        breaker.take(.unavailable(.rateLimited, retryAfterMilliseconds: 20_000), at: 0, jitter: 0)
        #expect(breaker.refusal(at: 0)?.retryAfterMilliseconds == 20_000)
        var other = Breaker()
        other.take(.unavailable(.rateLimited, retryAfterMilliseconds: .max), at: 0, jitter: 0)
        #expect(other.refusal(at: 0)?.retryAfterMilliseconds == 60_000)
    }

    @Test mutating func `said again after the probe it is believed, up to an hour`() {
        breaker.take(.unavailable(.rateLimited, retryAfterMilliseconds: 90_000), at: 0, jitter: 0)
        #expect(breaker.refusal(at: 60_000) == nil)
        breaker.take(.unavailable(.rateLimited, retryAfterMilliseconds: 90_000), at: 60_000, jitter: 0)
        #expect(breaker.refusal(at: 60_000)?.retryAfterMilliseconds == 90_000)
        #expect(breaker.refusal(at: 150_000) == nil)
        breaker.take(.unavailable(.rateLimited, retryAfterMilliseconds: .max), at: 150_000, jitter: 0)
        #expect(breaker.refusal(at: 150_000)?.retryAfterMilliseconds == Breaker.longestHintMilliseconds)
    }

    @Test mutating func `whoever only looks does not take the probe away`() {
        fail(5)
        #expect(breaker.standing(at: 100)?.retryAfterMilliseconds == 400)
        #expect(breaker.standing(at: 500) == nil)
        #expect(breaker.refusal(at: 500) == nil)
        #expect(breaker.standing(at: 500)?.retryAfterMilliseconds == Breaker.probeRetryMilliseconds)
    }

    @Test func `only that it opens and that it closes is worth a word`() {
        let cause = Breaker.Cause.unavailable(.unreachable)
        let open = Breaker.State.open(cause, retryAfterMilliseconds: 1)
        #expect(Breaker.Change(from: .closed, to: open) == .opened(cause))
        #expect(Breaker.Change(from: .halfOpen(cause), to: .closed) == .closed)
        #expect(Breaker.Change(from: open, to: .closed) == .closed)
        #expect(Breaker.Change(from: .halfOpen(cause), to: open) == nil)
        #expect(Breaker.Change(from: .closed, to: .closed) == nil)
        #expect(Breaker.Change(from: open, to: open) == nil)
    }

    @Test mutating func `stragglers of an outage do not lengthen it`() {
        fail(5)
        fail(20, at: 400)
        #expect(breaker.refusal(at: 400)?.retryAfterMilliseconds == 100)
    }

    @Test func `a wait is anything from the floor to a bound that doubles up to the cap`() {
        let backOff = BackOff(floorMilliseconds: 500, baseMilliseconds: 1_000, capMilliseconds: 60_000)
        for (failures, bound) in zip(1..., [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] as [UInt64]) {
            #expect(backOff.milliseconds(after: failures, jitter: 0) == 500)
            #expect(backOff.milliseconds(after: failures, jitter: bound - 500) == bound)
            #expect(backOff.milliseconds(after: failures, jitter: bound - 499) == 500)
        }
        #expect(backOff.milliseconds(after: .max, jitter: .max) <= 60_000)
        #expect(backOff.milliseconds(after: 0, jitter: 0) == 500)
    }
}

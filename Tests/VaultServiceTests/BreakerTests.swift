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
        // Without jitter half of the first second.
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
        for expected: Int64 in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            #expect(breaker.refusal(at: now) == nil)
            fail(1, at: now)
            #expect(breaker.refusal(at: now)?.retryAfterMilliseconds == expected)
            now += expected
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

    @Test mutating func `the provider's own wait is kept where it is longer, up to an hour`() {
        fail(4)
        breaker.take(.unavailable(.rateLimited, retryAfterMilliseconds: 90_000), at: 0, jitter: 0)
        #expect(breaker.refusal(at: 0)?.retryAfterMilliseconds == 90_000)
        var other = Breaker()
        for _ in 0..<5 { other.take(.unavailable(.rateLimited, retryAfterMilliseconds: .max), at: 0, jitter: 0) }
        #expect(other.refusal(at: 0)?.retryAfterMilliseconds == Breaker.longestHintMilliseconds)
    }

    @Test mutating func `stragglers of an outage do not lengthen it`() {
        fail(5)
        fail(20, at: 400)
        #expect(breaker.refusal(at: 400)?.retryAfterMilliseconds == 100)
    }

    @Test func `waits double from the base to the cap and chance fills the upper half`() {
        let backOff = BackOff(baseMilliseconds: 1_000, capMilliseconds: 60_000)
        #expect(
            (1...8).map { backOff.milliseconds(after: $0, jitter: 0) } == [
                500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
            ])
        #expect(backOff.milliseconds(after: 1, jitter: 500) == 1_000)
        #expect(backOff.milliseconds(after: 1, jitter: 501) == 500)
        #expect(backOff.milliseconds(after: .max, jitter: .max) <= 60_000)
        #expect(backOff.milliseconds(after: 0, jitter: 0) == 500)
    }
}

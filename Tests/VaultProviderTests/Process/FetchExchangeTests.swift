import Testing
import VaultFetchWire

@testable import VaultProvider

@Suite struct FetchExchangeTests {
    private static func request(deadline: Int64 = 1000) -> OutgoingRequest {
        OutgoingRequest(
            method: .post, url: "https://id.example/", headers: [], body: Samples.body("x"),
            deadlineMilliseconds: deadline, responseCap: 1)
    }

    private static func next(_ exchange: inout FetchExchange) -> UInt64? { exchange.next(now: 0)?.id }

    @Test func `nothing is written before the process can serve`() {
        var exchange = FetchExchange(inFlight: 2, slack: 100)
        _ = exchange.accept(Self.request(), now: 0)
        #expect(Self.next(&exchange) == nil)
        exchange.ready()
        #expect(Self.next(&exchange) == 1)
    }

    @Test func `so many are out at once, the others wait in order`() {
        var exchange = FetchExchange(inFlight: 2, slack: 100)
        exchange.ready()
        for _ in 0..<3 { _ = exchange.accept(Self.request(), now: 0) }
        #expect(Self.next(&exchange) == 1)
        #expect(Self.next(&exchange) == 2)
        #expect(Self.next(&exchange) == nil)
        let known1 = exchange.answered(1)
        #expect(known1)
        #expect(Self.next(&exchange) == 3)
    }

    @Test func `time spent waiting is taken off the deadline`() {
        var exchange = FetchExchange(inFlight: 1, slack: 100)
        exchange.ready()
        _ = exchange.accept(Self.request(deadline: 1000), now: 0)
        let sent = exchange.next(now: 400)
        #expect(sent?.deadlineMilliseconds == 600)
        #expect(exchange.nextMoment == 1100)
        #expect(!exchange.isOverdue(now: 1099))
        #expect(exchange.isOverdue(now: 1100))
    }

    @Test func `who waited too long was never sent`() {
        var exchange = FetchExchange(inFlight: 1, slack: 100)
        _ = exchange.accept(Self.request(deadline: 1000), now: 0)
        _ = exchange.accept(Self.request(deadline: 2000), now: 0)
        #expect(exchange.nextMoment == 1000)
        let late = [999, 1000, 2000].map { exchange.expired(now: $0) }
        #expect(late == [[], [1], [2]])
        #expect(exchange.isIdle)
    }

    @Test func `an answer that nobody asked for is noticed`() {
        var exchange = FetchExchange(inFlight: 2, slack: 100)
        exchange.ready()
        _ = exchange.accept(Self.request(), now: 0)
        let known2 = exchange.answered(1)
        #expect(!known2)
        _ = exchange.next(now: 0)
        let known3 = exchange.answered(1)
        #expect(known3)
        let known4 = exchange.answered(1)
        #expect(!known4)
    }

    @Test func `only what was written whole may have been acted on`() {
        var exchange = FetchExchange(inFlight: 2, slack: 100)
        exchange.ready()
        for _ in 0..<3 { _ = exchange.accept(Self.request(), now: 0) }
        _ = exchange.next(now: 0)
        _ = exchange.next(now: 0)
        let outcomes = exchange.end(partlyWritten: 2).sorted { $0.id < $1.id }
        #expect(
            outcomes.map(\.outcome) == [.unanswered(.processEnded), .notSent(.notAccepted), .notSent(.notAccepted)])
        #expect(exchange.isIdle)
    }

    @Test func `the first new start is at once, later ones wait longer and longer`() {
        var backoff = RestartBackoff()
        backoff.failed(now: 0)
        #expect(backoff.allows(now: 0))
        backoff.failed(now: 0)
        #expect(!backoff.allows(now: 99))
        #expect(backoff.allows(now: 100))
        backoff.failed(now: 100)
        #expect(!backoff.allows(now: 299))
        for _ in 0..<100 { backoff.failed(now: 0) }
        #expect(!backoff.allows(now: 9_999))
        #expect(backoff.allows(now: 10_000))
        backoff.succeeded()
        #expect(backoff == RestartBackoff())
    }
}

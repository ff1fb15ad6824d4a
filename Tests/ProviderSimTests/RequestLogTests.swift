import Testing

@testable import vault_provider_sim

@Suite struct RequestLogTests {
    private let call = Call(.token, HTTPRequest.of("POST", "/token", "", authorization: nil))

    private func log(_ count: Int) -> RequestLog {
        var log = RequestLog()
        for time in 0..<count { _ = log.open(call, place: nil, subject: nil, fault: nil, at: Int64(time)) }
        return log
    }

    @Test func `a query is satisfied when enough entries have come far enough`() {
        var log = log(3)
        var query = LogQuery()
        query.since = 1
        query.count = 2
        #expect(log.satisfies(query))
        query.until = .answered
        #expect(!log.satisfies(query))
        log.update(2) { $0.answeredAt = 1 }
        #expect(!log.satisfies(query))
        log.update(3) { $0.answeredAt = 1 }
        #expect(log.satisfies(query))
        query.count = 3
        #expect(!log.satisfies(query))
    }

    @Test func `a full log forgets its older half and keeps counting`() {
        var log = log(RequestLog.capacity)
        let sequence = log.open(call, place: nil, subject: nil, fault: nil, at: 7)
        #expect(sequence == RequestLog.capacity + 1)
        #expect(log.entries(for: LogQuery()).count == RequestLog.capacity / 2 + 1)
        var query = LogQuery()
        query.since = sequence - 1
        #expect(log.entries(for: query).map(\.receivedAt) == [7])
        log.update(1) { $0.status = 200 }
        log.update(sequence) { $0.status = 200 }
        #expect(log.entries(for: query).map(\.status) == [200])
    }
}

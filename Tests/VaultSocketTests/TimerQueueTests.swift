import Testing

@testable import VaultSocket

struct TimerQueueTests {
    private func at(_ nanoseconds: UInt64) -> MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds) }

    @Test func `timers come out in the order of their due times`() {
        var queue = TimerQueue()
        var order: [UInt64] = []
        let times: [UInt64] = [50, 10, 40, 20, 30, 10, 60, 5]
        for time in times { _ = queue.add(due: at(time)) { order.append(time) } }
        while let action = queue.takeDue(at: at(100)) { action() }
        #expect(order == times.sorted())
        #expect(queue.isEmpty)
    }

    @Test func `equal times come out in the order they were made`() {
        var queue = TimerQueue()
        var order: [Int] = []
        for number in 0..<20 { _ = queue.add(due: at(7)) { order.append(number) } }
        while let action = queue.takeDue(at: at(7)) { action() }
        #expect(order == Array(0..<20))
    }

    @Test func `nothing is due before its time`() {
        var queue = TimerQueue()
        _ = queue.add(due: at(10)) {}
        let early = queue.takeDue(at: at(9)) != nil
        let waiting = queue.nextDue()
        let inTime = queue.takeDue(at: at(10)) != nil
        let after = queue.nextDue()
        #expect((early, inTime) == (false, true))
        #expect((waiting, after) == (at(10), nil))
    }

    @Test func `a cancelled timer neither runs nor is waited for`() {
        var queue = TimerQueue()
        let first = queue.add(due: at(10)) {}
        _ = queue.add(due: at(20)) {}
        let cancelled = [queue.cancel(first), queue.cancel(first)]
        #expect(cancelled == [true, false])
        let next = queue.nextDue()
        #expect(next == at(20))
    }

    @Test func `a timer that has run cannot be cancelled`() {
        var queue = TimerQueue()
        let timer = queue.add(due: at(1)) {}
        let ran = queue.takeDue(at: at(1)) != nil
        let cancelled = queue.cancel(timer)
        #expect((ran, cancelled) == (true, false))
    }

    @Test func `order holds when most of ten thousand timers are cancelled`() {
        var queue = TimerQueue()
        var order: [UInt64] = []
        var generator = SystemRandomNumberGenerator()
        let times = (0..<10_000).map { _ in UInt64.random(in: 0..<1_000_000, using: &generator) }
        let timers = times.map { time in queue.add(due: at(time)) { order.append(time) } }
        for index in 0..<times.count where index % 10 != 0 { queue.cancel(timers[index]) }
        while let action = queue.takeDue(at: at(1_000_000)) { action() }
        #expect(order == stride(from: 0, to: times.count, by: 10).map { times[$0] }.sorted())
    }

    @Test func `instants do not run over the end of time`() {
        #expect(at(5).advanced(by: .seconds(Int64.max)) == at(.max))
        #expect(at(5).advanced(by: .seconds(-1)) == at(5))
        #expect(at(5).advanced(by: .milliseconds(2)) == at(2_000_005))
        #expect(at(5).since(at(9)) == .zero)
    }
}

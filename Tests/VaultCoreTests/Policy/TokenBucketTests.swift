import Testing
import VaultCore

@Suite struct `A bucket of calls` {
    private let second: UInt64 = 1_000_000_000

    @Test func `gives a burst at once, and then one for each interval`() {
        var bucket = TokenBucket(perSecond: 10, burst: 3)
        let start = 5 * second
        #expect((0..<3).allSatisfy { _ in bucket.take(1, at: start) == nil })
        #expect(bucket.take(1, at: start) == second / 10)
        #expect(bucket.take(1, at: start + second / 10 - 1) == 1)
        #expect(bucket.take(1, at: start + second / 10) == nil)
        #expect(bucket.take(1, at: start + second / 10) == second / 10)
    }

    @Test func `takes several calls all together or not at all`() {
        var bucket = TokenBucket(perSecond: 10, burst: 5)
        #expect(bucket.take(4, at: second) == nil)
        #expect(bucket.take(2, at: second) == second / 10)
        #expect(bucket.take(1, at: second) == nil)
        #expect(bucket.take(6, at: 100 * second) == .max)
    }

    @Test func `never gives more in any span than a burst and what the span fills`() {
        var state: UInt64 = 7
        func chance(_ below: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % below
        }
        for (rate, burst) in [(1, 1), (7, 3), (1000, 1), (50, 200)] {
            var bucket = TokenBucket(perSecond: rate, burst: burst)
            var now = 3 * second
            var given: [UInt64] = []
            for _ in 0..<4000 {
                now += chance(second / UInt64(rate))
                if bucket.take(1, at: now) == nil { given.append(now) }
            }
            for (first, start) in given.enumerated() {
                for last in stride(from: first, to: min(given.count, first + 600), by: 37) {
                    let span = Double(given[last] - start) / Double(second)
                    #expect(Double(last - first + 1) <= Double(burst) + span * Double(rate) + 0.001)
                }
            }
            #expect(given.count > 1000)
        }
    }

    @Test func `fills later where the clock goes back, and gives nothing twice`() {
        var bucket = TokenBucket(perSecond: 1, burst: 1)
        #expect(bucket.take(1, at: 10 * second) == nil)
        #expect(bucket.take(1, at: 9 * second) == 2 * second)
    }
}

@Suite struct `The subjects that a client asks about` {
    private let second: UInt64 = 1_000_000_000

    private func subject(_ number: Int) throws -> Subject { try Subject("user:default/\(number)") }

    @Test func `are so many in an hour, and those asked about before go on`() throws {
        var meter = SubjectMeter(ClientLimits(subjectsPerHour: 2))
        #expect(meter.take(try subject(1), at: 0) == nil)
        #expect(meter.take(try subject(2), at: 60 * second) == nil)
        #expect(
            meter.take(try subject(3), at: 61 * second)
                == .tooManySubjects(waitNanoseconds: SubjectMeter.hour - 61 * second))
        #expect(meter.take(try subject(1), at: 62 * second) == nil)
        // The second one falls out of the hour first.
        #expect(meter.take(try subject(3), at: SubjectMeter.hour + second) != nil)
        #expect(meter.take(try subject(3), at: SubjectMeter.hour + 60 * second) == nil)
        #expect(meter.take(try subject(1), at: SubjectMeter.hour + 61 * second) == nil)
        #expect(meter.take(try subject(2), at: SubjectMeter.hour + 61 * second) != nil)
    }

    @Test func `are each asked about so often`() throws {
        var meter = SubjectMeter(ClientLimits(subjectCallsPerSecond: 2))
        #expect(meter.take(try subject(1), at: second) == nil)
        #expect(meter.take(try subject(1), at: second) == nil)
        #expect(meter.take(try subject(1), at: second) == .tooManyCalls(waitNanoseconds: second / 2))
        #expect(meter.take(try subject(2), at: second) == nil)
        #expect(meter.take(try subject(1), at: second + second / 2) == nil)
    }

    @Test func `are not remembered without end`() throws {
        var meter = SubjectMeter(ClientLimits(subjectCallsPerSecond: 1))
        for number in 0...SubjectMeter.remembered { #expect(meter.take(try subject(number), at: second) == nil) }
        #expect(meter.count <= SubjectMeter.remembered)
    }
}

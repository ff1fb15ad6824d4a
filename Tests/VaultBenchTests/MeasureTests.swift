import Glibc
import Testing

@testable import vault_bench

@Suite struct `Measuring` {
    @Test(arguments: [1, 63, 64, 65, 1000, 123_456, 10_000_000, 1 << 39] as [UInt64])
    func `keeps a time to within two percent`(nanoseconds: UInt64) {
        var histogram = LatencyHistogram()
        histogram.add(nanoseconds)
        histogram.add(1 << 40)
        let kept = histogram.quantile(0.5)
        #expect(kept >= nanoseconds && Double(kept) <= Double(nanoseconds) * 1.02)
    }

    @Test func `finds quantiles of many times`() throws {
        var histogram = LatencyHistogram()
        for value in 1...1000 { histogram.add(UInt64(value * 1000)) }
        var other = LatencyHistogram()
        for _ in 0..<9 { other.add(50_000_000) }
        histogram.add(other)
        let summary = try #require(LatencySummary(histogram))
        #expect((500_000...520_000).contains(summary.p50))
        #expect((990_000...1_020_000).contains(summary.p99))
        #expect(summary.p999 == 50_000_000 && summary.most == 50_000_000)
        histogram.removeAll()
        #expect(LatencySummary(histogram) == nil)
    }

    @Test func `takes the middle of odd and even numbers of values`() {
        #expect(Spread([3, 1, 2])?.median == 2)
        #expect(Spread([4, 1, 2, 3])?.median == 2.5)
        #expect(Spread([7])?.least == 7 && Spread([7])?.most == 7)
        #expect(Spread([]) == nil)
    }

    @Test func `lets subject and yardstick go first in turn`() {
        var order = ""
        let runs = PairedRuns.measure(rounds: 3) {
            order += "s"
            return Run(rate: 50, serverNanoseconds: 30)
        } yardstick: {
            order += "y"
            return Run(rate: 100, serverNanoseconds: 20)
        }
        #expect(order == "yssyys")
        #expect(runs.ratios == [0.5, 0.5, 0.5])
        #expect(runs.costs == [1.5, 1.5, 1.5])
    }

    @Test func `describes the machine`() {
        let machine = Machine.describe()
        #expect(machine.processors > 0 && !machine.kernel.isEmpty && machine.sqlite.hasPrefix("3."))
        #expect(Processors.choose().client <= Processors.choose().server)
    }

    /// A sum over living threads falls when one ends: the difference of two readings would be negative.
    @Test func `counts the processor time of threads that have ended`() {
        let folder = ProcessFolder(getpid())
        let before = folder.cpuNanoseconds
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                var time = timespec()
                while time.tv_sec == 0, time.tv_nsec < 50_000_000 { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) }
                return nil
            }, nil)
        pthread_join(thread, nil)
        let after = folder.cpuNanoseconds
        #expect(after >= before + 50_000_000)
        // Above the kernel's PID_MAX_LIMIT of 2^22: there is never such a process.
        #expect(ProcessFolder((1 << 22) + 1).cpuNanoseconds == 0, "a process that is gone has used nothing")
    }
}

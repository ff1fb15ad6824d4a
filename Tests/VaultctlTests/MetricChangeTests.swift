import Testing

@testable import vaultctl

struct MetricChangeTests {
    private static func scrape(start: Int, _ more: String) throws -> Scrape {
        try Scrape("vaultd_start_time_seconds \(start)\n\(more)\n")
    }

    @Test func `a rate is what was added, over the time between`() throws {
        let change = MetricChange(
            from: try Self.scrape(start: 100, "a{m=\"x\"} 10\na{m=\"y\"} 1"),
            to: try Self.scrape(start: 100, "a{m=\"x\"} 30\na{m=\"y\"} 2\nb 8"), seconds: 4, now: 1_000)
        #expect(change.rate("a") == 5.25 && change.rate("a", ["m": "x"]) == 5)
        // A series that is new began at 0.
        #expect(change.rate("b") == 2 && change.rate("c") == 0)
        #expect(!change.isRestarted && change.seconds == 4)
    }

    @Test func `of a daemon that was started anew all since its start counts`() throws {
        let change = MetricChange(
            from: try Self.scrape(start: 100, "a 1000"), to: try Self.scrape(start: 990, "a 50"), seconds: 600,
            now: 1_000)
        #expect(change.isRestarted && change.seconds == 10 && change.rate("a") == 5)
    }

    @Test func `the first look tells what was since the start`() throws {
        let change = MetricChange(from: nil, to: try Self.scrape(start: 980, "a 50"), seconds: 0, now: 1_000)
        #expect(!change.isRestarted && change.rate("a") == 2.5)
    }

    @Test func `a counter never runs backwards, and no time is none to divide by`() throws {
        let change = MetricChange(
            from: try Self.scrape(start: 1, "a 9\nb 0"), to: try Self.scrape(start: 1, "a 3\nb 1"), seconds: 0, now: 5)
        #expect(change.rate("a") == 0 && change.rate("b").isFinite)
    }

    @Test func `quantiles are those of the time between, not of all time`() throws {
        func buckets(_ counts: [Int]) -> String {
            zip(["0.001", "0.01", "0.1", "+Inf"], counts).map { "d_bucket{m=\"x\",le=\"\($0)\"} \($1)" }
                .joined(separator: "\n")
        }
        let change = MetricChange(
            from: try Self.scrape(start: 1, buckets([100, 100, 100, 100])),
            to: try Self.scrape(start: 1, buckets([100, 110, 120, 120])), seconds: 1, now: 5)
        #expect(
            change.quantile(0.5, "d", ["m": "x"])
                == Quantile(0.5, of: [(0.001, 0), (0.01, 10), (0.1, 20), (.infinity, 20)]))
        #expect(abs((change.quantile(0.5, "d")?.seconds ?? 0) - 0.01) < 1e-9)
        #expect(change.quantile(0.5, "e") == nil)
    }

    @Test func `within a bucket it is as far as its share, beyond the last bound that bound`() {
        let buckets: [(bound: Double, count: Double)] = [(.infinity, 100), (1, 0), (2, 50), (4, 90)]
        #expect(Quantile(0.25, of: buckets)?.seconds == 1.5)
        #expect(Quantile(0.5, of: buckets)?.seconds == 2)
        #expect(Quantile(0.7, of: buckets)?.seconds == 3)
        let slow = Quantile(0.99, of: buckets)
        #expect(slow?.seconds == 4 && slow?.isBeyond == true)
        #expect(Quantile(0.5, of: [(1, 0), (.infinity, 0)]) == nil && Quantile(0.5, of: []) == nil)
    }
}

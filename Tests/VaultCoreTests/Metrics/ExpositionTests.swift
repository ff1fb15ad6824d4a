import Testing
import VaultCore

/// What Prometheus reads.
struct ExpositionTests {
    @Test func `each metric has its help and type once, its series below, in the order of the table`() {
        var exposition = Exposition()
        exposition.add(.requests, ["token.get", "ok"], 7)
        exposition.add(.sealed, [], true)
        exposition.add(.requests, ["none", "parse_error"], 1)
        #expect(
            exposition.text == """
                # HELP vaultd_sealed \(Metric.sealed.declaration.help)
                # TYPE vaultd_sealed gauge
                vaultd_sealed 1
                # HELP vaultd_requests_total \(Metric.requests.declaration.help)
                # TYPE vaultd_requests_total counter
                vaultd_requests_total{method="token.get",outcome="ok"} 7
                vaultd_requests_total{method="none",outcome="parse_error"} 1

                """)
    }

    @Test func `buckets are cumulative, in seconds, and end with all`() {
        let histogram = Histogram(.latency)
        // At a bound, just above it, and beyond all of them.
        for value: UInt64 in [25_000, 25_001, 60_000_000_000] { histogram.observe(value) }
        histogram.observeAlone(100_000, count: 5)
        var exposition = Exposition()
        exposition.add(.refreshDuration, ["sim"], histogram.snapshot)
        let lines = exposition.text.split(separator: "\n").map(String.init)
        let name = "vaultd_provider_refresh_duration_seconds"
        for (bound, count) in [("0.000025", 1), ("0.00005", 2), ("0.0001", 7), ("1", 7), ("30", 7), ("+Inf", 8)] {
            #expect(lines.contains("\(name)_bucket{provider=\"sim\",le=\"\(bound)\"} \(count)"), "\(bound)")
        }
        #expect(lines.contains("\(name)_sum{provider=\"sim\"} 60.000550001"))
        #expect(lines.contains("\(name)_count{provider=\"sim\"} 8"))
    }

    @Test func `thousandths are seconds, and nothing is below zero`() {
        var exposition = Exposition()
        exposition.add(.keyAge, thousandths: 86_400_050)
        exposition.add(.auditLag, thousandths: -3)
        exposition.add(.openDescriptors, [], -1)
        let lines = exposition.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["vaultd_key_age_seconds 86400.05", "vaultd_audit_lag_seconds 0", "vaultd_open_fds 0"])
    }

    @Test func `what ends a value or a line is escaped`() {
        var exposition = Exposition()
        exposition.add(.buildInfo, ["a\"b\\c\nd"], 1)
        #expect(exposition.text.hasSuffix("vaultd_build_info{version=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    @Test func `histograms of several loops are one`() {
        let (one, other) = (Histogram(.latency), Histogram(.latency))
        one.observe(30_000)
        other.observe(.milliseconds(3))
        var sum = one.snapshot
        sum.add(other.snapshot)
        #expect(sum.count == 2 && sum.sum == 3_030_000)
        #expect(sum.counts[1] == 1 && sum.counts[7] == 1)
    }

    @Test func `names and units are as Prometheus wants them`() {
        for metric in Metric.allCases {
            let (name, declaration) = (metric.rawValue, metric.declaration)
            #expect(name.hasPrefix("vaultd_") && name.allSatisfy { $0.isLowercase || $0 == "_" }, "\(name)")
            #expect(name.hasSuffix("_total") == (declaration.kind == .counter), "\(name)")
            #expect((declaration.buckets != nil) == (declaration.kind == .histogram), "\(name)")
            #expect(name.hasSuffix("_seconds") || declaration.buckets != .latency, "\(name)")
            #expect(!declaration.help.contains("\n") && declaration.help.hasSuffix("."), "\(name)")
        }
        for buckets in [HistogramBuckets.latency, .counts] { #expect(buckets.bounds == buckets.bounds.sorted()) }
    }
}

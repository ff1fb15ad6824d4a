import Testing

@testable import vault_bench

@Suite struct `What scenarios find` {
    @Test(arguments: [
        (1_000_000, [1000, 10_000, 100_000, 1_000_000]), (5000, [1000, 5000]), (1000, [1000]), (10, [10]),
    ])
    func `growth is measured at powers of ten and at the end`(most: Int, sizes: [Int]) {
        #expect(GrowthScenario.sizes(upTo: most) == sizes)
    }

    @Test func `growth has a row for each figure and size, and what is left with the most`() throws {
        func figures(_ grants: Int, rate: Double) throws -> GrowthScenario.Figures {
            let one = try #require(Spread([1]))
            return GrowthScenario.Figures(
                grants: grants, start: one, megabytes: one, cached: try #require(Spread([rate])),
                cold: try #require(Spread([rate / 2])), put: one)
        }
        let table = GrowthScenario.table([try figures(1000, rate: 100), try figures(10_000, rate: 80)])
        #expect(table.count == 5 * 2 + 3)
        #expect(table.contains { $0.name == "growth: token-get cold, 10,000 grants" && $0.value.median == 40 })
        #expect(table.first { $0.name == "growth: token-get cached, most / fewest grants" }?.value.median == 0.8)
    }

    @Test func `a refresh adds the difference of the medians, pair by pair`() throws {
        func run(_ milliseconds: UInt64...) -> Run {
            var histogram = LatencyHistogram()
            for time in milliseconds { histogram.add(time * 1_000_000) }
            return Run(rate: 1, latencies: histogram)
        }
        var ours = [run(9, 9, 70), run(12, 12, 12), run(8, 8, 8)].makeIterator()
        let runs = PairedRuns.measure(rounds: 3) {
            ours.next() ?? run(1)
        } yardstick: {
            run(7, 7, 7)
        }
        let added = try #require(RefreshScenario.findings(runs).first)
        #expect(added.name == "refresh, added to the provider's")
        // 2, 5 and 1, but for the width of the buckets.
        #expect(
            abs(added.value.median - 2) < 0.2 && abs(added.value.least - 1) < 0.2 && abs(added.value.most - 5) < 0.2)
    }

    @Test func `a tail is of each run, and the distribution of all of them`() throws {
        var (quick, slow) = (LatencyHistogram(), LatencyHistogram())
        for _ in 0..<100 { quick.add(1000) }
        slow.add(3_000_000)
        let finding = try #require(Finding.longest("x", [quick, slow]))
        #expect(finding.value.least == 0.001 && finding.value.most == 3)
        #expect(finding.latency?.most == 3_000_000)
        #expect(Finding.p99("x", []) == nil)
        #expect(Finding.p99("x", [quick])?.value.median == 1)
    }

    @Test func `a command to Redis is an array of texts with their lengths`() {
        #expect(
            String(decoding: RedisServer.command(["GET", "k\u{e9}"]), as: UTF8.self)
                == "*2\r\n$3\r\nGET\r\n$3\r\nk\u{e9}\r\n")
    }

    @Test func `a program is found in the folders of PATH only`() throws {
        let folder = try WorkFolder(in: "/tmp")
        try folder.write("", to: "plain")
        #expect(Programs.find("sh", in: "/nonexistent:/bin") == "/bin/sh")
        #expect(Programs.find("sh", in: folder.path) == nil)
        #expect(Programs.find("plain", in: folder.path) == nil, "it cannot be executed")
    }
}

import Testing
import VaultCommandLine
import VaultJSON

@testable import vault_bench

@Suite struct `The bench's report` {
    private static let judged: [(Goal, Double, Bool, Bool?)] = [
        (.atLeast(0.5), 0.5, true, true), (.atLeast(0.5), 0.49, false, true), (.atLeast(0.5), 0.24, false, false),
        (.atMost(10), 10, true, true), (.atMost(10), 10.1, false, true), (.atMost(10), 20.1, false, false),
        (.withinTime(10), 10, true, true), (.withinTime(10), 200, false, true), (.withinTime(10), 201, false, false),
        (.tailRatio(2), 2, true, nil), (.tailRatio(2), 2.1, false, nil),
        (.exactly(1), 1, true, true), (.exactly(1), 2, false, false), (.exactly(1), 0, false, false),
    ]

    @Test(arguments: judged)
    func `holds a number to its goal`(goal: Goal, value: Double, strict: Bool, slack: Bool?) {
        #expect(goal.isMet(by: value, slack: false) == strict)
        #expect(goal.isMet(by: value, slack: true) == slack)
    }

    @Test func `has one goal for a name`() {
        #expect(Set(Goals.table.map(\.finding)).count == Goals.table.count)
        #expect(Goals.goal(of: "token-get 64x1") == .atLeast(0.75))
        #expect(Goals.goal(of: "nothing") == nil)
    }

    @Test func `misses a goal only where there is one`() throws {
        #expect(try report(0.9, slack: false).allGoalsMet)
        #expect(try !report(0.7, slack: false).allGoalsMet)
        #expect(try report(0.7, slack: true).allGoalsMet)
    }

    @Test func `is a table for people`() throws {
        let table = try report(0.7, slack: false).table()
        #expect(table.contains("a processor, 2 processors, Linux 6.1, SQLite 3.40.1, libsodium 1.0.18"))
        let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("token-get 64x1 / echo") })
        let cells = row.split(separator: " ").map(String.init)
        #expect(
            cells.contains("0.70") && cells.contains("MISS") && cells.contains("70,000") && cells.contains("100,000"))
        #expect(cells.contains("1.50"), "the cost is missing: \(row)")
    }

    @Test func `is JSON for programs`() throws {
        let root = try JSONDocument(parsing: Array(try report(0.7, slack: false).json().utf8.dropLast())).root
        #expect(root["machine"]?["kernel"]?.string == "6.1")
        #expect(root["all_goals_met"]?.bool == false)
        let findings = Array(try #require(root["findings"]?.elements))
        #expect(findings[0]["name"]?.string == "token-get 64x1")
        #expect(findings[0]["at_least"]?.double == 0.75)
        #expect(findings[0]["met"]?.bool == false)
        #expect(findings[0]["median"]?.double == 0.7)
        #expect(findings[1]["met"] == nil)
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (0.005, 2, "0.01"), (12.345, 1, "12.3"), (-1.5, 1, "-1.5"), (99.99, 1, "100.0"), (7, 0, "7"),
    ])
    func `rounds`(value: Double, digits: Int, expected: String) {
        #expect(Number.fixed(value, digits: digits) == expected)
    }

    @Test func `writes large numbers with commas and times with units`() {
        #expect([1, 999, 1000, 1_234_567].map(Number.count) == ["1", "999", "1,000", "1,234,567"])
        #expect([1500, 250_000, 25_000_000].map(Number.time) == ["1.5 us", "0.25 ms", "25 ms"])
    }

    private func report(_ ratio: Double, slack: Bool) throws -> Report {
        let machine = Machine(
            processor: "a processor", processors: 2, kernel: "6.1", sqlite: "3.40.1", libsodium: "1.0.18")
        var runs = PairedRuns()
        for _ in 0..<3 {
            runs = PairedRuns.measure(rounds: 3) {
                Run(rate: 100_000 * ratio, serverNanoseconds: 3000)
            } yardstick: {
                Run(rate: 100_000, serverNanoseconds: 2000)
            }
        }
        var report = Report(machine: machine, rounds: 3, slack: slack)
        report.findings = [
            try #require(Finding("token-get 64x1", of: "echo", runs)),
            Finding("without goal", .milliseconds, try #require(Spread([1]))),
        ]
        return report
    }
}

@Suite struct `The bench's command line` {
    @Test func `table has no mistakes`() {
        #expect(BenchProgram.spec.mistakes.isEmpty)
    }

    @Test func `measures everything without arguments`() throws {
        let options = try options([])
        #expect(options.scenarios == Scenarios.names)
        #expect(options.rounds == 11 && !options.isQuick && !options.isSmoke && !options.printsJSON)
    }

    @Test func `takes scenarios, and its own order of them`() throws {
        #expect(try options(["seal", "token-get", "--rounds", "3"]).scenarios == ["token-get", "seal"])
        #expect(try options(["seal", "--rounds", "3"]).rounds == 3)
        #expect(try options(["--smoke"]).isQuick)
        #expect(try options(["--json"]).printsJSON)
        #expect(try options([]).grants == 100_000 && options(["--smoke"]).grants == 2_000)
        #expect(try options([]).rules == 2 && options(["token-get", "--rules", "1000"]).rules == 1_000)
        #expect(try options(["rotation", "--grants", "1000000"]).grants == 1_000_000)
    }

    @Test(arguments: [
        ["nonsense"], ["--rounds", "0"], ["--rounds", "x"], ["--grants", "9"], ["--rules", "1"], ["--rules", "2001"],
        ["--what"],
    ])
    func `refuses what it does not know`(arguments: [String]) {
        #expect(throws: UsageError.self) { try options(arguments) }
    }

    private func options(_ arguments: [String]) throws -> BenchOptions {
        switch try BenchProgram.spec.parse(arguments) {
        case .run(let line): try BenchOptions(line)
        case .help: throw UsageError("help was asked for")
        }
    }
}

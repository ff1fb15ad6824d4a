import Testing
import VaultCommandLine
import VaultJSON

@testable import vault_bench

@Suite struct `The bench's report` {
    private static let judged: [(Goal, Double, Bool?, Bool?)] = [
        (.atLeast(0.5), 0.5, true, true), (.atLeast(0.5), 0.49, false, true), (.atLeast(0.5), 0.24, false, false),
        (.atMost(10), 10, true, true), (.atMost(10), 10.1, false, true), (.atMost(10), 20.1, false, false),
        (.withinTime(10), 10, true, true), (.withinTime(10), 200, false, true), (.withinTime(10), 201, false, false),
        (.stretch(2), 1, nil, nil), (.stretch(2), 3, nil, nil),
        (.exactly(1), 1, true, true), (.exactly(1), 2, false, false), (.exactly(1), 0, false, false),
    ]

    @Test(arguments: judged)
    func `holds a number to its goal`(goal: Goal, value: Double, strict: Bool?, slack: Bool?) {
        #expect(goal.isMet(by: value, slack: false) == strict)
        #expect(goal.isMet(by: value, slack: true) == slack)
    }

    @Test func `has one goal for a name`() {
        #expect(Set(Goals.table.map(\.finding)).count == Goals.table.count)
        #expect(Goals.goal(of: "token-get 64x1") == .atLeast(0.65))
        #expect(Goals.goal(of: "nothing") == nil)
    }

    @Test func `with slack asks for what is reached where the goal is far away, and for less than the goal`() {
        let name = "cold token-get 64x1"
        #expect(Goals.isMet(name, by: 0.1, slack: true) == true && Goals.isMet(name, by: 0.09, slack: true) == false)
        #expect(Goals.isMet(name, by: 0.59, slack: false) == false && Goals.isMet(name, by: 0.6, slack: false) == true)
        for (name, floor) in Goals.reached {
            switch (floor, Goals.goal(of: name)) {
            case (.atLeast(let floor), .atLeast(let goal)?): #expect(floor < goal * 0.5, "\(name): half asks for less")
            case (.withinTime(let floor), .withinTime(let goal)?):
                #expect(floor > goal * 20, "\(name): slack allows more")
            default: Issue.record("\(name) has no goal of its kind")
            }
        }
    }

    @Test func `has the goals that the document names`() throws {
        let document = TextFile.read(
            #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Docs/benchmarks/README.md")
        let lines = document.split(separator: "\n")
        let section = lines.drop { $0 != "## Goals and results" }.prefix { !$0.hasPrefix("Growth") }
        var told: [String: String] = [:]
        for row in section where row.hasPrefix("| `") {
            let cells = row.split(separator: "|").map { String($0).trimmed }
            told[String(cells[0].dropFirst().dropLast())] = cells[1]
        }
        for (name, goal) in Goals.table { #expect(told[name] == Number.text(goal), "\(name)") }
        #expect(told.count == Goals.table.count)
    }

    @Test func `misses a goal only where there is one`() throws {
        #expect(try report(0.9, slack: false).allGoalsMet)
        #expect(try !report(0.6, slack: false).allGoalsMet)
        #expect(try report(0.6, slack: true).allGoalsMet)
        #expect(try !report(0.1, slack: true).allGoalsMet)
    }

    @Test func `with slack judges rates also by processor time, which other programs do not change`() throws {
        #expect(try report(0.1, serverNanoseconds: 3000, slack: true).allGoalsMet)
        #expect(try !report(0.1, serverNanoseconds: 3000, slack: false).allGoalsMet)
        #expect(try !report(0.1, serverNanoseconds: 30_000, slack: true).allGoalsMet)
    }

    @Test func `with slack judges times by the shortest`() throws {
        let name = "start with 1,000 grants"
        let finding = Finding(name, .milliseconds, try #require(Spread([200, 900, 1000])))
        #expect(finding.isMet(slack: true) == true)
        #expect(finding.isMet(slack: false) == false)
        #expect(Finding(name, .milliseconds, try #require(Spread([201, 900]))).isMet(slack: true) == false)
    }

    @Test func `is a table for people`() throws {
        let table = try report(0.6, serverNanoseconds: 3000, slack: false).table()
        #expect(table.contains("a processor, 2 processors, Linux 6.1, SQLite 3.40.1, libsodium 1.0.18"))
        let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("token-get 64x1 / echo") })
        let cells = row.split(separator: " ").map(String.init)
        #expect(
            cells.contains("0.60") && cells.contains("MISS") && cells.contains("60,000") && cells.contains("100,000"))
        #expect(cells.contains("1.50"), "the cost is missing: \(row)")
    }

    @Test func `is JSON for programs`() throws {
        let root = try JSONDocument(parsing: Array(try report(0.6, slack: false).json().utf8.dropLast())).root
        #expect(root["machine"]?["kernel"]?.string == "6.1")
        #expect(root["all_goals_met"]?.bool == false)
        let findings = Array(try #require(root["findings"]?.elements))
        #expect(findings[0]["name"]?.string == "token-get 64x1")
        #expect(findings[0]["at_least"]?.double == 0.65)
        #expect(findings[0]["met"]?.bool == false)
        #expect(findings[0]["median"]?.double == 0.6)
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

    private func report(_ ratio: Double, serverNanoseconds: Double? = nil, slack: Bool) throws -> Report {
        let machine = Machine(
            processor: "a processor", processors: 2, kernel: "6.1", sqlite: "3.40.1", libsodium: "1.0.18")
        var runs = PairedRuns()
        for _ in 0..<3 {
            runs = PairedRuns.measure(rounds: 3) {
                Run(rate: 100_000 * ratio, serverNanoseconds: serverNanoseconds)
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

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

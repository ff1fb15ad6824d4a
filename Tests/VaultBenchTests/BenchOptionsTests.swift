import Testing
import VaultCommandLine

@testable import vault_bench

@Suite struct `The bench's command line` {
    @Test func `table has no mistakes`() {
        #expect(BenchProgram.spec.mistakes.isEmpty)
    }

    @Test func `measures everything without arguments`() throws {
        let options = try options([])
        #expect(options.scenarios == Scenarios.names)
        #expect(options.rounds == 7 && options.effort == .full && !options.printsJSON && !options.areNamed)
    }

    @Test func `takes scenarios, and its own order of them`() throws {
        #expect(try options(["seal", "token-get", "--rounds", "3"]).scenarios == ["token-get", "seal"])
        #expect(try options(["seal", "--rounds", "3"]).rounds == 3)
        #expect(try options(["seal"]).areNamed)
        #expect(try options(["--smoke"]).effort == .smoke && options(["--quick"]).effort == .quick)
        #expect(try options(["--smoke"]).rounds == 3 && options(["--quick"]).rounds == 5)
        #expect(try options(["--json"]).printsJSON)
        #expect(try options([]).grants == nil)
        #expect(try options([]).sessions == 100_000 && options(["--smoke"]).sessions == 2_000)
        #expect(try options([]).rules == 1_000 && options(["token-get", "--rules", "2"]).rules == 2)
        #expect(try options(["rotation", "--grants", "1000000"]).grants == 1_000_000)
    }

    @Test(arguments: [
        ["nonsense"], ["--rounds", "0"], ["--rounds", "x"], ["--grants", "9"], ["--rules", "1"], ["--rules", "2001"],
        ["--what"],
    ])
    func `refuses what it does not know`(arguments: [String]) {
        #expect(throws: UsageError.self) { try options(arguments) }
    }

    @Test func `lets a scenario have its own number of grants, unless one was said`() {
        func grants(_ effort: BenchContext.Effort, _ said: Int?) -> Int {
            BenchContext(
                rounds: 1, effort: effort, grants: said, sessions: 1, rules: 2, folder: "/tmp",
                processors: Processors(client: 0, server: 0), progress: { _ in }
            ).grants(full: 3, quick: 2, smoke: 1)
        }
        #expect([.full, .quick, .smoke].map { grants($0, nil) } == [3, 2, 1])
        #expect([.full, .quick, .smoke].map { grants($0, 9) } == [9, 9, 9])
    }

    private func options(_ arguments: [String]) throws -> BenchOptions {
        switch try BenchProgram.spec.parse(arguments) {
        case .run(let line): try BenchOptions(line)
        case .help: throw UsageError("help was asked for")
        }
    }
}

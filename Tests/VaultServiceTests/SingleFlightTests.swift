import Testing

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct SingleFlightTests {
    private let flights = SingleFlight<String, Int>()

    @Test func `everyone who comes while the work runs has its outcome`() async {
        let gate = Gate()
        let runs = Counter()
        let outcomes = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await flights.outcome(of: "a", fresh: false) { _ in
                        await gate.pass()
                        return runs.add()
                    }
                }
            }
            await gate.reached()
            await untilTrue { flights.aboard("a") == 100 }
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: 1, count: 100))
    }

    @Test func `other keys fly by themselves`() async {
        async let first = flights.outcome(of: "a", fresh: false) { _ in 1 }
        async let second = flights.outcome(of: "b", fresh: false) { _ in 2 }
        #expect(await first == 1)
        #expect(await second == 2)
    }

    @Test func `whoever wants a fresh outcome boards until the work begins, and then all of them take the next flight`()
        async
    {
        let boarding = Gate()
        let flying = Gate()
        let runs = Counter()
        let work: SingleFlight<String, Int>.Work = { flight in
            await boarding.pass()
            let run = runs.add()
            let wantsFresh = flight.begin()
            if run == 1 {
                #expect(wantsFresh)
                await flying.pass()
            }
            return run
        }
        async let first = flights.outcome(of: "a", fresh: false, work)
        await boarding.reached()
        async let early = flights.outcome(of: "a", fresh: true, work)
        await untilTrue { flights.aboard("a") == 2 }
        boarding.open()
        await flying.reached()
        async let late = flights.outcome(of: "a", fresh: true, work)
        async let later = flights.outcome(of: "a", fresh: true, work)
        async let indifferent = flights.outcome(of: "a", fresh: false, work)
        await untilTrue { flights.aboard("a") == 3 && flights.waitingAboard("a") == 2 }
        flying.open()
        #expect(await [first, early, indifferent] == [1, 1, 1])
        #expect(await [late, later] == [2, 2])
    }

    @Test func `whoever comes once the work is closed takes the next flight, also before the first has landed`() async {
        let landing = Gate()
        let runs = Counter()
        let work: SingleFlight<String, Int>.Work = { flight in
            let run = runs.add()
            flight.close()
            if run == 1 { await landing.pass() }
            return run
        }
        async let first = flights.outcome(of: "a", fresh: false, work)
        await landing.reached()
        async let late = flights.outcome(of: "a", fresh: false, work)
        await untilTrue { flights.waitingAboard("a") == 1 }
        landing.open()
        #expect(await first == 1)
        #expect(await late == 2)
    }

    @Test func `a caller that is cancelled leaves at once and the work goes on`() async {
        let gate = Gate()
        let leaver = Task {
            await flights.outcome(of: "a", fresh: false) { _ in
                await gate.pass(); return 7
            }
        }
        await gate.reached()
        async let stayer = flights.outcome(of: "a", fresh: false) { _ in 8 }
        await untilTrue { flights.aboard("a") == 2 }
        leaver.cancel()
        #expect(await leaver.value == nil)
        gate.open()
        #expect(await stayer == 7)
    }

    @Test func `a caller that was cancelled before it came leaves at once too`() async {
        let gate = Gate()
        let begin = Gate()
        let leaver = Task {
            await begin.pass()
            return await flights.outcome(of: "a", fresh: false) { _ in
                await gate.pass()
                return 7
            }
        }
        leaver.cancel()
        begin.open()
        #expect(await leaver.value == nil)
        gate.open()
        await flights.idle()
    }

    @Test func `idle comes when the last flight has left`() async {
        let gate = Gate()
        let flight = Task {
            await flights.outcome(of: "a", fresh: false) { _ in
                await gate.pass(); return 1
            }
        }
        await gate.reached()
        let idles = Counter()
        let idle = Task {
            await flights.idle()
            idles.add()
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(idles.value == 0)
        gate.open()
        _ = await flight.value
        await idle.value
    }
}

/// One line of the result: a number that may have a goal, and what it was made from.
struct Finding: Equatable, Sendable {
    /// What the number is.
    enum Kind: String, Equatable, Sendable {
        /// The subject's rate as a part of the yardstick's.
        case rateRatio = "rate_ratio"
        /// The subject's time as a multiple of the yardstick's.
        case timeRatio = "time_ratio"
        case providerCalls = "provider_calls"
        /// Answers that were no results.
        case failures
        /// Requests in a second.
        case rate
        case microseconds
        case milliseconds
        case megabytes
        case allocations
        case bytes
    }

    let name: String
    let kind: Kind
    let value: Spread
    /// Empty where there is none.
    var yardstick = ""
    var subjectRate: Double?
    var yardstickRate: Double?
    var latency: LatencySummary?
    var serverNanoseconds: Double?
    /// Processor time of the server as a multiple of the yardstick's.
    var cost: Spread?
    var residentBytes: UInt64?

    init(_ name: String, _ kind: Kind, _ value: Spread) {
        self.name = name
        self.kind = kind
        self.value = value
    }

    /// From pairs of runs; nil without any.
    init?(_ name: String, _ kind: Kind = .rateRatio, of yardstick: String, _ runs: PairedRuns) {
        let ratios = kind == .timeRatio ? runs.ratios.map { 1 / $0 } : runs.ratios
        guard let value = Spread(ratios) else { return nil }
        self.init(name, kind, value)
        self.yardstick = yardstick
        subjectRate = Spread(runs.subject.map(\.rate))?.median
        yardstickRate = Spread(runs.yardstick.map(\.rate))?.median
        latency = LatencySummary(runs.subject.compactMap(\.latencies).reduce(into: LatencyHistogram()) { $0.add($1) })
        cost = Spread(runs.costs)
        serverNanoseconds = Spread(runs.subject.compactMap(\.serverNanoseconds))?.median
        residentBytes = runs.subject.compactMap(\.residentBytes).max()
    }

    var goal: Goal? { Goals.goal(of: name) }

    /// nil without a goal that is promised.
    func isMet(slack: Bool) -> Bool? { Goals.isMet(name, by: slack ? kindest : value.median, slack: slack) }

    /// What a machine with other work has disturbed least: of times the shortest, and of rates also the processor time of the two
    /// servers, which a turn of somebody else does not change. What is lost in the program shows in all of them.
    private var kindest: Double {
        switch (kind, cost) {
        case (.rateRatio, .some(let cost)) where cost.median > 0: max(value.median, 1 / cost.median)
        case (.microseconds, _), (.milliseconds, _): value.least
        default: value.median
        }
    }
}

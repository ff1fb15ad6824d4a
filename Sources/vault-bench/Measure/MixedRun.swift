/// What a mixed load saw, by kind of call.
struct MixedRun: Equatable {
    private(set) var latencies = [LatencyHistogram](repeating: LatencyHistogram(), count: MixedPlan.Kind.allCases.count)
    private(set) var failures = 0
    var firstFailure: String?
    var seconds = 0.0

    mutating func add(_ kind: MixedPlan.Kind, _ nanoseconds: UInt64, hasFailed: Bool) {
        latencies[kind.rawValue].add(nanoseconds)
        if hasFailed { failures += 1 }
    }

    func latencies(of kind: MixedPlan.Kind) -> LatencyHistogram { latencies[kind.rawValue] }

    /// Of all calls.
    var run: Run {
        let all = latencies.reduce(into: LatencyHistogram()) { $0.add($1) }
        return Run(rate: seconds > 0 ? Double(all.total) / seconds : 0, latencies: all)
    }
}

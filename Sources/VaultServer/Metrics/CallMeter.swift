import Synchronization
package import VaultCore
import VaultSocket
import VaultWire

/// Counts every answer of a server, by method and outcome, and how long it took: what the loops answer from memory is counted by
/// each of them (`LoopMeter`), everything else here.
package final class CallMeter: Sendable {
    /// For what names no method of ours.
    private static let noMethod = Method.indexCount
    private static let outcomes = ["ok"] + ErrorType.allCases.map(\.rawValue)
    private static let columns = Dictionary(
        uniqueKeysWithValues: ErrorType.allCases.enumerated().map { ($0.element, $0.offset + 1) })

    private let answers = CounterTable(rows: Method.indexCount + 1, columns: outcomes.count)
    private let times = (0...Method.indexCount).map { _ in Histogram(.latency) }
    private let loops = Mutex<[LoopMeter]>([])
    /// Of `token.get` and `session.lookup`: those that were not answered from memory.
    private let misses = CounterTable(columns: Method.indexCount)

    package init() {}

    /// For one more loop.
    func loop() -> LoopMeter {
        let meter = LoopMeter()
        loops.withLock { $0.append(meter) }
        return meter
    }

    /// The answers of the spine to the calls of one line.
    func note(_ outcomes: [CallOutcome], of calls: [IncomingCall], since start: MonotonicInstant) {
        let time = MonotonicInstant.now.since(start)
        for (call, outcome) in zip(calls, outcomes) {
            if case .failure(let error) = outcome.result {
                note(call.method, error, time)
            } else {
                note(call.method, nil, time)
            }
        }
    }

    private func note(_ method: Method?, _ error: WireError?, _ time: Duration) {
        let row = method?.index ?? Self.noMethod
        answers.add(row: row, column: error.flatMap { Self.columns[$0.type] } ?? 0)
        times[row].observe(time)
        if let method { misses.add(column: method.index) }
    }

    /// One answer that took no work: the call was refused before it was looked at, or could not be read.
    func note(_ method: Method?, _ error: WireError) {
        answers.add(row: method?.index ?? Self.noMethod, column: Self.columns[error.type] ?? 0)
    }

    /// How many calls were answered from memory.
    package var served: UInt64 {
        let served = servedTimes
        return served.tokens.count + served.sessions.count
    }

    package func tell(to exposition: inout Exposition) {
        let served = servedTimes
        let brought = loops.withLock { $0.reduce(0) { $0 + $1.brought.load(ordering: .relaxed) } }
        exposition.add(.cacheHits, ["token"], served.tokens.count - min(brought, served.tokens.count))
        exposition.add(.cacheHits, ["session"], served.sessions.count)
        exposition.add(.cacheMisses, ["token"], misses.number(column: Method.tokenGet.index) + brought)
        exposition.add(.cacheMisses, ["session"], misses.number(column: Method.sessionLookup.index))
        for method in Method.allCases {
            let fromMemory: HistogramSnapshot? =
                switch method {
                case .tokenGet: served.tokens
                case .sessionLookup: served.sessions
                default: nil
                }
            tell(method.rawValue, row: method.index, fromMemory, to: &exposition)
        }
        tell("none", row: Self.noMethod, nil, to: &exposition)
    }

    private var servedTimes: (tokens: HistogramSnapshot, sessions: HistogramSnapshot) {
        var all = (tokens: HistogramSnapshot(buckets: .latency), sessions: HistogramSnapshot(buckets: .latency))
        for loop in loops.withLock({ $0 }) {
            all.tokens.add(loop.tokens.snapshot)
            all.sessions.add(loop.sessions.snapshot)
        }
        return all
    }

    /// Methods that nobody calls have no series: forty histograms of zeros help nobody.
    private func tell(_ name: String, row: Int, _ fromMemory: HistogramSnapshot?, to exposition: inout Exposition) {
        for (column, outcome) in Self.outcomes.enumerated() {
            var count = answers.number(row: row, column: column)
            if column == 0, let fromMemory { count += fromMemory.count }
            if count > 0 { exposition.add(.requests, [name, outcome], count) }
        }
        var all = times[row].snapshot
        if let fromMemory { all.add(fromMemory) }
        if all.count > 0 { exposition.add(.requestDuration, [name], all) }
    }
}

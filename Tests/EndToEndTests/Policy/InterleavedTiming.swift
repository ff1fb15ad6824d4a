import Foundation
import Glibc

/// How long calls take that are made in turn, one of each after the other, so that whatever else the machine does falls on all of
/// them alike. A difference is one that shows in every attempt: noise does not.
struct InterleavedTiming {
    /// One kind of call; what it returns is the answer's bytes.
    struct Call {
        let name: String
        let make: () throws -> [UInt8]
    }

    static let attempts = 5
    let rounds: Int

    /// What may lie between the slowest and the fastest, in nanoseconds: a fifth of the time of a call, but at least 5 us, and less
    /// than half of the 100 us that must be found on the slowest machine and in the slowest build.
    static func tolerance(_ time: Double) -> Double { min(max(time / 5, 5_000), 46_000) }

    /// - Returns: what differs by more than the tolerance in every attempt; nil where one attempt found nothing.
    func difference(between calls: [Call]) throws -> String? {
        var found = ""
        for _ in 0..<Self.attempts {
            let samples = try samples(of: calls)
            let times = samples.map(Self.undisturbed)
            let offsets = times.map { $0 - times[0] }
            let time = times[0]
            let (least, most) = (offsets.min() ?? 0, offsets.max() ?? 0)
            if most - least <= Self.tolerance(time) { return nil }
            let told = zip(calls, offsets).map { "\($0.name) \(Int($1 / 1_000))" }.joined(separator: ", ")
            found = "of \(Int(time / 1_000)) us: \(told)"
        }
        return found
    }

    /// In nanoseconds, by kind of call and round; the first tenth of the rounds is left out.
    private func samples(of calls: [Call]) throws -> [[Double]] {
        var samples = calls.map { _ in [Double]() }
        for round in 0..<rounds {
            for index in calls.indices {
                // Not always in the same order: what comes after what is no difference.
                let turn = (index + round) % calls.count
                let start = Self.now()
                _ = try calls[turn].make()
                let time = Double(Self.now() - start)
                if round * 10 >= rounds { samples[turn].append(time) }
            }
        }
        return samples
    }

    /// The mean of the fastest quarter: whatever else runs makes calls slower, never faster.
    private static func undisturbed(_ values: [Double]) -> Double {
        let fastest = values.sorted().prefix(values.count / 4)
        return fastest.reduce(0, +) / Double(fastest.count)
    }

    static func now() -> UInt64 {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return UInt64(moment.tv_sec) * 1_000_000_000 + UInt64(moment.tv_nsec)
    }
}

/// How many different subjects one client has asked about within the hour, and how often about each; never remembers more of
/// them than it must to refuse the next.
package struct SubjectMeter: Sendable {
    package static let hour: UInt64 = 3_600_000_000_000
    /// Subjects that are remembered where their number is not limited: beyond it those go that have not been asked about for
    /// a while, and with them nothing but a full bucket.
    package static let remembered = 100_000

    private struct Entry {
        var lastAsked: UInt64
        var bucket: TokenBucket?
    }

    private let limits: ClientLimits
    private var entries: [Subject: Entry] = [:]
    /// Nothing falls out of the hour before this.
    private var nextSweep: UInt64 = 0

    package init(_ limits: ClientLimits) { self.limits = limits }

    package var count: Int { entries.count }

    package enum Refusal: Equatable, Sendable {
        case tooManyCalls(waitNanoseconds: UInt64)
        case tooManySubjects(waitNanoseconds: UInt64)
    }

    /// Counts one call about the subject, or says why not; what is refused is not counted.
    package mutating func take(_ subject: Subject, at now: UInt64) -> Refusal? {
        if var entry = entries[subject], now < entry.lastAsked + Self.hour {
            if let wait = entry.bucket?.take(1, at: now) { return .tooManyCalls(waitNanoseconds: wait) }
            entry.lastAsked = now
            entries[subject] = entry
            return nil
        }
        let most = limits.subjectsPerHour ?? Self.remembered
        if entries.count >= most { sweep(at: now) }
        if entries.count >= most {
            guard limits.subjectsPerHour == nil else {
                return .tooManySubjects(waitNanoseconds: nextSweep > now ? nextSweep - now : 1)
            }
            entries.removeAll(keepingCapacity: true)
        }
        var bucket = limits.subjectCallsPerSecond.map { TokenBucket(perSecond: $0, burst: $0) }
        _ = bucket?.take(1, at: now)
        entries[subject] = Entry(lastAsked: now, bucket: bucket)
        return nil
    }

    /// Forgets those of more than an hour ago. Looks at all of them only when one can have fallen out.
    private mutating func sweep(at now: UInt64) {
        guard now >= nextSweep else { return }
        entries = entries.filter { now < $0.value.lastAsked + Self.hour }
        nextSweep = entries.values.lazy.map { $0.lastAsked + Self.hour }.min() ?? 0
    }
}

package import VaultCore

/// Keeps a provider from being asked while asking is useless: after five failures in a row, and at once when the client
/// registration is at fault or the provider says itself when to come back. When its time is over, one refresh is let through to see.
///
/// It condemns no grant; closed again, all of them mint as before (DESIGN §6.6).
package struct Breaker: Sendable {
    package typealias Cause = ProviderStanding.Cause
    package typealias State = ProviderStanding

    /// What is worth telling an operator: not that a probe failed again.
    package enum Change: Equatable, Sendable {
        case opened(Cause)
        case closed

        init?(from before: State, to now: State) {
            switch (before, now) {
            case (.closed, .open(let cause, _)): self = .opened(cause)
            case (.open, .closed), (.halfOpen, .closed): self = .closed
            default: return nil
            }
        }
    }

    /// What one refresh said about the provider.
    enum Report {
        /// It answered and took our client registration, whatever it said about the grant.
        case answered
        case unavailable(UnavailableReason, retryAfterMilliseconds: Int64?)
        case clientFault(ProviderErrorCode?)
        /// It was not asked after all.
        case notAsked
    }

    private enum Phase {
        case closed(failures: Int)
        case open(Cause, until: Int64, openings: Int)
        case probing(Cause, openings: Int)
    }

    static let tolerated = 5
    /// While a probe is in the air.
    static let probeRetryMilliseconds: Int64 = 1_000
    /// No Retry-After may close a provider for longer than this.
    static let longestHintMilliseconds: Int64 = 3_600_000
    /// Nor the first for longer than this: it may have been about one grant only. The one after the probe is believed.
    static let longestFirstHintMilliseconds: Int64 = 60_000
    private static let outage = BackOff(floorMilliseconds: 500, baseMilliseconds: 1_000, capMilliseconds: 60_000)
    // Longer: on some servers a refresh token that is sent with a wrong client secret is burnt by it.
    private static let clientFault = BackOff(
        floorMilliseconds: 15_000, baseMilliseconds: 30_000, capMilliseconds: 600_000)

    private var phase = Phase.closed(failures: 0)

    package init() {}

    /// - Parameter now: monotonic milliseconds, here and below.
    package func state(at now: Int64) -> State {
        switch phase {
        case .closed: .closed
        case .open(let cause, let until, _): .open(cause, retryAfterMilliseconds: max(0, until - now))
        case .probing(let cause, _): .halfOpen(cause)
        }
    }

    /// Why the provider is not to be asked now, without asking for leave.
    func standing(at now: Int64) -> (cause: Cause, retryAfterMilliseconds: Int64)? {
        switch phase {
        case .open(let cause, let until, _) where now < until: (cause, until - now)
        case .probing(let cause, _): (cause, Self.probeRetryMilliseconds)
        case .open, .closed: nil
        }
    }

    /// Asks for leave to ask the provider; whoever gets it must report.
    ///
    /// - Returns: nil for yes, else why not and when to come back.
    mutating func refusal(at now: Int64) -> (cause: Cause, retryAfterMilliseconds: Int64)? {
        switch phase {
        case .closed: return nil
        case .open(let cause, let until, let openings):
            if now < until { return (cause, until - now) }
            phase = .probing(cause, openings: openings)
            return nil
        case .probing(let cause, _): return (cause, Self.probeRetryMilliseconds)
        }
    }

    mutating func take(_ report: Report, at now: Int64, jitter: UInt64) {
        switch report {
        case .answered: phase = .closed(failures: 0)
        case .notAsked:
            if case .probing(let cause, let openings) = phase { phase = .open(cause, until: now, openings: openings) }
        case .clientFault(let code): open(.clientFault(code), Self.clientFault, hint: nil, now, jitter)
        case .unavailable(let reason, let hint):
            if case .closed(let failures) = phase, failures + 1 < Self.tolerated, hint == nil {
                phase = .closed(failures: failures + 1)
            } else {
                open(.unavailable(reason), Self.outage, hint: hint, now, jitter)
            }
        }
    }

    private mutating func open(_ cause: Cause, _ backOff: BackOff, hint: Int64?, _ now: Int64, _ jitter: UInt64) {
        let openings: Int
        switch phase {
        case .closed: openings = 1
        case .probing(_, let earlier): openings = earlier + 1
        case .open: return  // A straggler of the time before it opened.
        }
        let wait = backOff.milliseconds(after: openings, jitter: jitter)
        let longest = openings == 1 ? Self.longestFirstHintMilliseconds : Self.longestHintMilliseconds
        let hinted = min(hint ?? 0, longest)
        phase = .open(cause, until: now + max(wait, hinted), openings: openings)
    }
}

import Synchronization

/// Runs work once for all who want its outcome at the same time: one flight per key is in the air, and at most one more
/// waits for it to land, for callers who came too late for a fresh outcome.
///
/// The work runs in a task of its own, so that no caller's leaving stops it.
final class SingleFlight<Key: Hashable & Sendable, Outcome: Sendable>: Sendable {
    typealias Work = @Sendable (Flight<Outcome>) async -> Outcome

    private struct Track {
        let flight: Flight<Outcome>
        var next: (flight: Flight<Outcome>, work: Work)?
    }

    private struct State {
        var tracks: [Key: Track] = [:]
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// The outcome of the work in the air for this key, or of `work` when there is none.
    ///
    /// - Parameter fresh: only an outcome of work that begins after this call will do.
    /// - Returns: nil when the caller was cancelled.
    func outcome(of key: Key, fresh: Bool, _ work: @escaping Work) async -> Outcome? {
        let (flight, isNew) = board(key, fresh: fresh, work)
        // Until it first waits it runs here: waking a thread for that would take longer than that takes.
        if isNew { Task.immediate { await fly(flight, key, work) } }
        return await flight.landing()
    }

    /// Returns when nothing is in the air.
    func idle() async {
        await withCheckedContinuation { watcher in
            let isIdle = state.withLock { state in
                if state.tracks.isEmpty { return true }
                state.watchers.append(watcher)
                return false
            }
            if isIdle { watcher.resume() }
        }
    }

    /// How many wait for the flight in the air, and for the one after it.
    func aboard(_ key: Key) -> Int { state.withLock { $0.tracks[key]?.flight.aboard ?? 0 } }
    func waitingAboard(_ key: Key) -> Int { state.withLock { $0.tracks[key]?.next?.flight.aboard ?? 0 } }

    private func board(_ key: Key, fresh: Bool, _ work: @escaping Work) -> (Flight<Outcome>, isNew: Bool) {
        state.withLock { state in
            guard let track = state.tracks[key] else {
                let flight = Self.boarded(fresh)
                state.tracks[key] = Track(flight: flight)
                return (flight, true)
            }
            if track.flight.board(fresh: fresh) { return (track.flight, false) }
            // The next flight has not begun as long as the track's own is in the air.
            if let next = track.next, next.flight.board(fresh: fresh) { return (next.flight, false) }
            let next = Self.boarded(fresh)
            state.tracks[key]?.next = (next, work)
            return (next, false)
        }
    }

    private static func boarded(_ fresh: Bool) -> Flight<Outcome> {
        let flight = Flight<Outcome>()
        _ = flight.board(fresh: fresh)
        return flight
    }

    private func fly(_ flight: Flight<Outcome>, _ key: Key, _ work: Work) async {
        let outcome = await work(flight)
        if let next = leave(key) { Task { await fly(next.flight, key, next.work) } }
        flight.land(outcome)
    }

    /// Takes the landed flight off its track.
    ///
    /// - Returns: the flight that now goes up in its place.
    private func leave(_ key: Key) -> (flight: Flight<Outcome>, work: Work)? {
        let (next, watchers) = state.withLock { state in
            let next = state.tracks[key]?.next
            state.tracks[key] = next.map { Track(flight: $0.flight) }
            let watchers = state.tracks.isEmpty ? state.watchers : []
            if state.tracks.isEmpty { state.watchers = [] }
            return (next, watchers)
        }
        for watcher in watchers { watcher.resume() }
        return next
    }
}

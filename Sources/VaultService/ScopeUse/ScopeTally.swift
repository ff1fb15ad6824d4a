import Synchronization
package import VaultCore

/// What clients asked for since it was last written down: of calls that a loop answers by itself in `LoopTally`, of all others
/// here. Each count is handed over once; what could not be written is put back.
///
/// Bounded whatever clients ask for: on the loops by `LoopTally.cells`, here by `keptCounts`; beyond, calls are counted as
/// untold.
package final class ScopeTally: Sendable {
    /// Counts that wait to be written, at most, but for one of each client at each provider.
    static let keptCounts = 8_192

    fileprivate struct Lane: Hashable {
        let client: ClientName
        let loop: ObjectIdentifier
    }

    fileprivate struct Counter {
        let client: ClientName
        let tally = LoopTally()
        /// As they were when they were handed over last.
        var taken = [UInt32](repeating: 0, count: LoopTally.cells)

        mutating func difference(_ cell: Int32) -> Int64 {
            let number = tally.number(cell)
            defer { taken[Int(cell)] = number }
            return Int64(number &- taken[Int(cell)])
        }
    }

    fileprivate struct State {
        var book = ScopeBook()
        var counters: [Lane: Counter] = [:]
        var pending: [Int64: ScopeCounts] = [:]
        var room = keptCounts
    }

    private let state = Mutex(State())

    package init() {}

    /// The place of tokens with these scopes.
    ///
    /// - Parameter held: what the grant has.
    package func place(of provider: ProviderName, _ scopes: ScopeSet, held: ScopeSet) -> ScopePlace {
        let missing = held.missing(from: scopes)
        return state.withLock { $0.book.place(of: provider, scopes, held: missing) }
    }

    /// The tally that this loop, and no other, may count on for the client.
    package func tally(of client: ClientName, on loop: ObjectIdentifier) -> LoopTally {
        state.withLock { state in
            let lane = Lane(client: client, loop: loop)
            if let known = state.counters[lane] { return known.tally }
            let counter = Counter(client: client)
            state.counters[lane] = counter
            return counter.tally
        }
    }

    /// Counts a call that was answered with a token, other than on a loop by itself.
    ///
    /// - Parameters:
    ///   - asked: nil or empty where the call named none.
    ///   - held: what the grant has.
    package func note(
        _ client: ClientName, _ provider: ProviderName, asked: ScopeSet?, carried: ScopeSet, held: ScopeSet,
        at now: Timestamp
    ) {
        state.withLock { state in
            let asked = asked.flatMap { $0.isEmpty ? nil : $0 }
            let key = { ScopeUseKey(client: client, provider: provider, kind: $0, scope: $1) }
            let day = now.day
            state.add(key(asked == nil ? .open : .named, ""), 1, day)
            if carried.isEmpty { state.add(key(.nameless, ""), 1, day) }
            for scope in carried.scopes { state.add(key(asked == nil ? .openCarried : .carried, scope), 1, day) }
            for scope in held.missing(from: carried) { state.add(key(.held, scope), 1, day) }
            guard let asked else { return }
            if !carried.isSubset(of: asked) { state.add(key(.broader, ""), 1, day) }
            for scope in asked.intersection(carried).scopes { state.add(key(.used, scope), 1, day) }
            for scope in asked.missing(from: carried) { state.add(key(.unmet, scope), 1, day) }
        }
    }

    /// Counts scopes alone: those of a call that got no token, or of what was handed on.
    package func note(
        _ client: ClientName, _ provider: ProviderName, _ kind: ScopeUseKind, _ scopes: [String], at now: Timestamp
    ) {
        guard !scopes.isEmpty else { return }
        state.withLock { state in
            for scope in scopes {
                state.add(ScopeUseKey(client: client, provider: provider, kind: kind, scope: scope), 1, now.day)
            }
        }
    }

    /// Hands over, by day, what was counted since the last time. What was counted on loops belongs to the day of `now`.
    func take(at now: Timestamp) -> [Int64: ScopeCounts] {
        state.withLock { state in
            state.collect(day: now.day)
            defer {
                state.pending = [:]
                state.room = Self.keptCounts
            }
            return state.pending
        }
    }

    /// For what was taken and could not be written.
    func putBack(_ counts: ScopeCounts, day: Int64) {
        state.withLock { state in for (key, count) in counts { state.add(key, count, day) } }
    }
}

extension ScopeTally.State {
    fileprivate mutating func add(_ key: ScopeUseKey, _ count: Int64, _ day: Int64) {
        if let known = pending[day]?.index(forKey: key) {
            pending[day]?.values[known] += count
            return
        }
        if room > 0 {
            room -= 1
        } else if key.kind != .untold {
            return add(key.untold, count, day)
        }
        pending[day, default: [:]][key, default: 0] += count
    }

    /// What loops counted since the last time.
    fileprivate mutating func collect(day: Int64) {
        for lane in counters.keys {
            guard var counter = counters[lane] else { continue }
            counters[lane] = nil
            collect(from: &counter, day)
            counters[lane] = counter
        }
    }

    private mutating func collect(from counter: inout ScopeTally.Counter, _ day: Int64) {
        let client = counter.client
        let rest = counter.difference(0)
        if rest > 0 { add(ScopeUseKey(client: client, provider: nil, kind: .untold), rest, day) }
        for (number, provider) in book.overflows.enumerated() {
            let calls = counter.difference(Int32(number + 1))
            if calls > 0 { add(ScopeUseKey(client: client, provider: provider, kind: .untold), calls, day) }
        }
        for page in book.pages { collect(page, from: &counter, day) }
    }

    private mutating func collect(_ page: ScopeBook.Page, from counter: inout ScopeTally.Counter, _ day: Int64) {
        let first = page.place.first
        let (open, named) = (counter.difference(first), counter.difference(first + 1))
        let broader = counter.difference(first + 2)
        let used = page.scopes.scopes.indices.map { counter.difference(first + 3 + Int32($0)) }
        guard open + named + broader > 0 || used.contains(where: { $0 > 0 }) else { return }
        let client = counter.client
        var counts: [(kind: ScopeUseKind, scope: String, count: Int64)] = [
            (.open, "", open), (.named, "", named), (.broader, "", broader),
            (.nameless, "", page.scopes.isEmpty ? open + named : 0),
        ]
        for (scope, uses) in zip(page.scopes.scopes, used) {
            counts += [(.openCarried, scope, open), (.carried, scope, named), (.used, scope, uses)]
        }
        for scope in page.held { counts.append((.held, scope, open + named)) }
        for one in counts where one.count > 0 {
            add(ScopeUseKey(client: client, provider: page.provider, kind: one.kind, scope: one.scope), one.count, day)
        }
    }
}

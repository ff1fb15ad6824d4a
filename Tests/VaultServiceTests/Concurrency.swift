import Synchronization
import VaultCore
import VaultTestSupport

/// Collects values from many tasks.
final class Log<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func add(_ element: Element) { elements.withLock { $0.append(element) } }

    var all: [Element] { elements.withLock { $0 } }

    func takeAll() -> [Element] {
        elements.withLock { elements in
            defer { elements = [] }
            return elements
        }
    }
}

/// Counts from many tasks.
final class Counter: Sendable {
    private let count = Mutex(0)

    /// - Returns: the new count.
    @discardableResult
    func add(_ step: Int = 1) -> Int {
        count.withLock { count in
            count += step
            return count
        }
    }

    var value: Int { count.withLock { $0 } }
}

/// Holds whoever passes until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrived = 0
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func pass() async {
        let watchers = state.withLock { state in
            state.arrived += 1
            let arrived = state.arrived
            defer { state.watchers.removeAll { $0.count <= arrived } }
            return state.watchers.filter { $0.count <= arrived }
        }
        for (_, watcher) in watchers { watcher.resume() }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Returns when so many have come.
    func reached(by count: Int = 1) async {
        await withCheckedContinuation { watcher in
            let isReached = state.withLock { state in
                if state.arrived >= count { return true }
                state.watchers.append((count, watcher))
                return false
            }
            if isReached { watcher.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }
}

/// Lets other tasks run until the condition holds. What never comes true ends with the test's time limit.
func untilTrue(_ condition: () -> Bool) async {
    while !condition() && !Task.isCancelled { await Task.yield() }
}

/// Runs asynchronous work from a place that cannot wait. Only for work that never suspends, as that of the fakes.
enum Blocking {
    static func run(_ work: @escaping @Sendable () async -> Void) {
        let done = Mutex(false)
        Task.immediate {
            await work()
            done.withLock { $0 = true }
        }
        precondition(done.withLock { $0 }, "the work suspended")
    }
}

/// A clock that does something when it is asked the next time after it was armed: a way in between two steps of the vault.
final class ArmedClock: WallClock {
    private let clock: ManualClock
    private let trap = Mutex<(@Sendable () async -> Void)?>(nil)

    init(_ clock: ManualClock) { self.clock = clock }

    func arm(_ work: @escaping @Sendable () async -> Void) { trap.withLock { $0 = work } }

    func now() -> Timestamp {
        let work = trap.withLock { trap in
            defer { trap = nil }
            return trap
        }
        if let work { Blocking.run(work) }
        return clock.now()
    }

    func monotonicMilliseconds() -> Int64 { clock.monotonicMilliseconds() }
}

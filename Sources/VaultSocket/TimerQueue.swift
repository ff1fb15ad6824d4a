/// Timers ordered by due time, equal times by the order they were made in; a pure value that knows no clock.
struct TimerQueue {
    private struct Entry {
        let due: MonotonicInstant
        let id: TimerID
    }

    /// A binary heap; the entry of a cancelled timer stays until it comes to the top.
    private var heap: [Entry] = []
    private var actions: [TimerID: () -> Void] = [:]
    private var lastNumber: UInt64 = 0

    var isEmpty: Bool { actions.isEmpty }

    mutating func add(due: MonotonicInstant, _ action: @escaping () -> Void) -> TimerID {
        lastNumber += 1
        let id = TimerID(number: lastNumber)
        actions[id] = action
        heap.append(Entry(due: due, id: id))
        siftUp(heap.count - 1)
        return id
    }

    /// false if the timer has run or was cancelled before.
    @discardableResult
    mutating func cancel(_ id: TimerID) -> Bool {
        guard actions.removeValue(forKey: id) != nil else { return false }
        if heap.count > 64, heap.count > 2 * actions.count { rebuild() }
        return true
    }

    /// When the next timer is due; nil without timers.
    mutating func nextDue() -> MonotonicInstant? {
        while let top = heap.first, actions[top.id] == nil { removeTop() }
        return heap.first?.due
    }

    /// The same, but it may be that of a timer that was cancelled; takes no time.
    @inline(__always)
    var earliest: MonotonicInstant? { heap.first?.due }

    /// The action of one timer that is due at `now`, which it removes.
    @inline(__always)
    mutating func takeDue(at now: MonotonicInstant) -> (() -> Void)? {
        guard let earliest, earliest <= now, let due = nextDue(), due <= now else { return nil }
        return actions.removeValue(forKey: removeTop().id)
    }

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        left.due == right.due ? left.id.number < right.id.number : left.due < right.due
    }

    @discardableResult
    private mutating func removeTop() -> Entry {
        heap.swapAt(0, heap.count - 1)
        let top = heap.removeLast()
        siftDown(0)
        return top
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && precedes(heap[child], heap[first]) {
                first = child
            }
            if first == parent { return }
            heap.swapAt(parent, first)
            parent = first
        }
    }

    /// Drops the cancelled, so that timers which are always cancelled in time (deadlines) cost no memory.
    private mutating func rebuild() {
        heap.removeAll { actions[$0.id] == nil }
        heap.sort(by: precedes)
    }
}

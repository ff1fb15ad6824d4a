import Synchronization

/// What one client asked for on one loop, in plain numbers: only that loop counts, so that no count needs more than a load
/// and a store, and whoever reads beside it sees each number as it was a moment ago.
package final class LoopTally: @unchecked Sendable {  // The memory is fixed, and each number in it is atomic.
    /// Numbers of one client on one loop: 4 KiB.
    static let cells = 1024

    private let numbers: UnsafeMutablePointer<Atomic<UInt32>>

    init() {
        numbers = .allocate(capacity: Self.cells)
        for cell in 0..<Self.cells { (numbers + cell).initialize(to: Atomic(0)) }
    }

    deinit {
        numbers.deinitialize(count: Self.cells)
        numbers.deallocate()
    }

    /// Counts one call that was answered with a token of this place. No allocation, no lock.
    ///
    /// - Parameter named: which of the token's scopes the call named, a bit for each; 0 for none in particular.
    @inline(__always)
    package func count(_ place: ScopePlace, named: UInt64) {
        guard named != 0, place.scopes >= 0 else { return add(place.first) }
        countNamed(place, named)
    }

    private func countNamed(_ place: ScopePlace, _ named: UInt64) {
        add(place.first + 1)
        if named.nonzeroBitCount < Int(place.scopes) { add(place.first + 2) }
        var left = named
        while left != 0 {
            add(place.first + 3 + Int32(left.trailingZeroBitCount))
            left &= left &- 1
        }
    }

    /// It wraps; who reads it often enough sees that.
    func number(_ cell: Int32) -> UInt32 { numbers[checked(cell)].load(ordering: .relaxed) }

    @inline(__always)
    private func add(_ cell: Int32) {
        let cell = checked(cell)
        numbers[cell].store(numbers[cell].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    @inline(__always)
    private func checked(_ cell: Int32) -> Int {
        precondition(cell >= 0 && cell < Self.cells, "no tally has this cell")
        return Int(cell)
    }
}

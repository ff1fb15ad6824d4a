import Synchronization

/// Rows and columns of counters in memory of a fixed size; counted from any thread, each number read as it was a moment ago.
package final class CounterTable: @unchecked Sendable {  // The memory is fixed, and each number in it is atomic.
    package let rows: Int
    package let columns: Int
    private let numbers: UnsafeMutablePointer<Atomic<UInt64>>

    package init(rows: Int = 1, columns: Int) {
        self.rows = rows
        self.columns = columns
        numbers = .allocate(capacity: rows * columns)
        for cell in 0..<rows * columns { (numbers + cell).initialize(to: Atomic(0)) }
    }

    deinit {
        numbers.deinitialize(count: rows * columns)
        numbers.deallocate()
    }

    package func add(_ count: UInt64 = 1, row: Int = 0, column: Int) {
        numbers[cell(row, column)].wrappingAdd(count, ordering: .relaxed)
    }

    /// The same for a table that only the caller's thread counts in: a load and a store.
    @inline(__always)
    func addAlone(_ count: UInt64, column: Int) {
        let cell = cell(0, column)
        numbers[cell].store(numbers[cell].load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }

    package func number(row: Int = 0, column: Int) -> UInt64 { numbers[cell(row, column)].load(ordering: .relaxed) }

    @inline(__always)
    private func cell(_ row: Int, _ column: Int) -> Int {
        precondition(row >= 0 && row < rows && column >= 0 && column < columns, "the table has no such cell")
        return row * columns + column
    }
}

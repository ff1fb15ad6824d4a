/// The slots by number, in memory of its own: a lookup reads a slot where it stands, without a copy and without counting
/// references.
struct SlotStore: ~Copyable {
    private var base: UnsafeMutablePointer<TokenSlot>
    private var capacity: Int
    private var vacant: [Int] = []
    /// Numbers below this have been in use.
    private(set) var end = 0

    var count: Int { end - vacant.count }

    init() {
        capacity = 64
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deinitialize(count: end)
        base.deallocate()
    }

    /// - Parameter number: of a slot that was in use at least once; `isVacant` tells whether it still is.
    @inline(__always)
    subscript(_ number: Int) -> UnsafeMutablePointer<TokenSlot> {
        precondition(number >= 0 && number < end, "no slot has this number")
        return base + number
    }

    /// - Returns: the number of the new slot.
    mutating func insert(_ slot: TokenSlot) -> Int {
        if let number = vacant.popLast() {
            base[number] = slot
            return number
        }
        if end == capacity { grow() }
        (base + end).initialize(to: slot)
        end += 1
        return end - 1
    }

    mutating func remove(_ number: Int) {
        self[number].pointee.isVacant = true
        vacant.append(number)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<TokenSlot>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: end)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}

/// Room for the members of one line, allocated once and used for every line.
struct MemberList: ~Copyable {
    static let capacity = 24

    // An InlineArray here is copied whole by the compiler at every other access (6.3.1): half of a scan's instructions.
    private let storage: UnsafeMutablePointer<LineIndex.Member>
    private(set) var count = 0

    init() {
        storage = .allocate(capacity: Self.capacity)
        storage.initialize(repeating: LineIndex.Member(), count: Self.capacity)
    }

    deinit { storage.deallocate() }

    @inline(__always)
    subscript(position: Int) -> LineIndex.Member {
        get {
            precondition(position >= 0 && position < count, "a member past the end of the list")
            return storage[position]
        }
    }

    @inline(__always)
    mutating func append(_ member: LineIndex.Member) throws(ScanStop) -> Int {
        if count == Self.capacity { throw .rare }
        storage[count] = member
        count += 1
        return count - 1
    }

    @inline(__always)
    mutating func end(_ position: Int, at offset: Int) {
        precondition(position >= 0 && position < count, "a member past the end of the list")
        storage[position].valueEnd = UInt32(truncatingIfNeeded: offset)
    }

    mutating func removeAll() { count = 0 }
}

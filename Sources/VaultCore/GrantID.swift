/// Names one grant for ever; ids are never used again. Its text form is the handle `vgr_…` (see `GrantID+Handle`).
package struct GrantID: Hashable, Comparable, Sendable {
    /// Also the id of the grant's record key. Always positive.
    package let rawValue: Int64

    package init?(rawValue: Int64) {
        guard rawValue > 0 else { return nil }
        self.rawValue = rawValue
    }

    package static func < (left: GrantID, right: GrantID) -> Bool { left.rawValue < right.rawValue }
}

/// +1 with every refresh token that replaces the last in a grant; all compare-and-swaps are on it. The first is 1.
package struct Generation: Hashable, Comparable, Sendable {
    package let number: Int64

    package static let first = Generation(number: 1)

    package init(number: Int64) { self.number = number }

    package var next: Generation { Generation(number: number + 1) }

    package static func < (left: Generation, right: Generation) -> Bool { left.number < right.number }
}

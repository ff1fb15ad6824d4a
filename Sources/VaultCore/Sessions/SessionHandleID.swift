/// Names one handle of a session; a renewal makes another, with a higher number.
package struct SessionHandleID: Hashable, Comparable, Sendable {
    /// Always positive.
    package let rawValue: Int64

    package init?(rawValue: Int64) {
        guard rawValue > 0 else { return nil }
        self.rawValue = rawValue
    }

    package static func < (left: SessionHandleID, right: SessionHandleID) -> Bool { left.rawValue < right.rawValue }
}

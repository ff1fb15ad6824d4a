/// Where a page of grants ended, so that the next one begins behind it.
package struct GrantPlace: Hashable, Sendable {
    package let id: GrantID
    /// Where the page is in the order of deaths; else it is in order of ids.
    package let diesAt: Timestamp?

    package init(id: GrantID, diesAt: Timestamp? = nil) {
        self.id = id
        self.diesAt = diesAt
    }

    /// As callers get it: the handle, and behind a point the milliseconds.
    package var text: String { id.handle + (diesAt.map { ".\($0.milliseconds)" } ?? "") }

    /// - Returns: nil for anything that `text` did not make.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let id = parts.first.flatMap({ GrantID(handle: String($0)) }), parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self.init(id: id)
            return
        }
        guard let milliseconds = Int64(parts[1]), milliseconds >= 0 else { return nil }
        self.init(id: id, diesAt: Timestamp(milliseconds: milliseconds))
    }
}

/// Grants that die within these times, in the order in which they do.
package struct DeathWindow: Hashable, Sendable {
    /// Only later than this; nil: from the first on.
    package var after: Timestamp?
    /// This one is within.
    package var until: Timestamp
    /// Whether those that are condemned already are among them; those that are about to be deleted never are.
    package var includesCondemned: Bool
    /// Only those whose death was not told, or has moved by more than this since.
    package var untoldForMilliseconds: Int64?

    package init(after: Timestamp? = nil, until: Timestamp, includesCondemned: Bool = false) {
        self.after = after
        self.until = until
        self.includesCondemned = includesCondemned
    }
}

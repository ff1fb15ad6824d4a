/// One handle of a session as it is stored: what recognises it, and what only it opens.
package struct StoredSessionHandle: Sendable {
    package var id: SessionHandleID
    package var createdAt: Timestamp
    /// The keyed hash of the handle and of all that must not change in the session's row.
    package var tag: [UInt8]
    /// `SessionContent`, under the record key and the handle; nil once a replaced handle is no longer good.
    package var content: SealedSecret?
    package var replaced: Replacement?

    /// A newer handle has taken its place.
    package struct Replacement: Hashable, Sendable {
        package var overlapEndsAt: Timestamp

        package init(overlapEndsAt: Timestamp) { self.overlapEndsAt = overlapEndsAt }
    }

    package init(
        id: SessionHandleID, createdAt: Timestamp, tag: [UInt8], content: SealedSecret?,
        replaced: Replacement? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.tag = tag
        self.content = content
        self.replaced = replaced
    }
}

/// The times of a session, which alone decide whether it lives.
package struct SessionLife: Hashable, Sendable {
    package let createdAt: Timestamp
    /// The absolute end, whatever happens meanwhile (ASVS 5.0 7.3.2).
    package let expiresAt: Timestamp
    /// How long it may rest without a look-up (ASVS 5.0 7.3.1).
    package let idleSeconds: Int64
    package var lastSeenAt: Timestamp

    package init(createdAt: Timestamp, expiresAt: Timestamp, idleSeconds: Int64, lastSeenAt: Timestamp) {
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.idleSeconds = idleSeconds
        self.lastSeenAt = lastSeenAt
    }

    /// When it ends if nobody looks it up any more.
    package var endsAt: Timestamp { min(expiresAt, lastSeenAt.adding(seconds: idleSeconds)) }

    /// How far the clock may have been set back before a session that it has "not seen yet" is ended.
    package static let clockSlackSeconds: Int64 = 300

    /// Why it is over; nil while it lives.
    package func end(at now: Timestamp) -> SessionRefusal? {
        if now >= expiresAt { return .expired }
        if now >= lastSeenAt.adding(seconds: idleSeconds) { return .idle }
        // Seen or made in the future: the clock was wrong then, and how long it has lived cannot be told.
        if max(lastSeenAt, createdAt) > now.adding(seconds: Self.clockSlackSeconds) { return .clockWentBack }
        return nil
    }
}

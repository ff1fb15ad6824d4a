/// The server-side record behind one browser cookie, as far as any method may tell it without the cookie; it ends at the first
/// of two moments, and nothing makes it live again.
package struct Session: Hashable, Sendable {
    package let id: SessionID
    package let subject: Subject
    package let kind: SessionClassName
    package let createdAt: Timestamp
    /// The absolute end, whatever happens meanwhile (ASVS 5.0 7.3.2).
    package let expiresAt: Timestamp
    /// How long it may rest without a look-up (ASVS 5.0 7.3.1).
    package let idleSeconds: Int64
    package var lastSeenAt: Timestamp

    package init(
        id: SessionID, subject: Subject, kind: SessionClassName, createdAt: Timestamp, expiresAt: Timestamp,
        idleSeconds: Int64, lastSeenAt: Timestamp
    ) {
        self.id = id
        self.subject = subject
        self.kind = kind
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.idleSeconds = idleSeconds
        self.lastSeenAt = lastSeenAt
    }

    package var life: SessionLife {
        SessionLife(createdAt: createdAt, expiresAt: expiresAt, idleSeconds: idleSeconds, lastSeenAt: lastSeenAt)
    }

    /// When it ends if nobody looks it up any more.
    package var endsAt: Timestamp { life.endsAt }

    /// Why it is over; nil while it lives.
    package func end(at now: Timestamp) -> SessionRefusal? { life.end(at: now) }
}

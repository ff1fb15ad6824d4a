/// A session as its creator gets it: the one time that the handle is told.
package struct OpenedSession: Sendable {
    package let session: Session
    package let details: SessionDetails
    package let handle: Secret
    /// The value of `Set-Cookie`; nil where its class has no cookie.
    package let cookie: Secret?
    /// Sessions of the subject that were ended because there were too many.
    package let evicted: [SessionID]

    package init(
        session: Session, details: SessionDetails, handle: Secret, cookie: Secret?, evicted: [SessionID] = []
    ) {
        self.session = session
        self.details = details
        self.handle = handle
        self.cookie = cookie
        self.evicted = evicted
    }
}

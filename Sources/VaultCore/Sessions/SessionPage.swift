/// One page of `session.list`, in order of ids.
package struct SessionPage: Sendable {
    package struct Entry: Sendable {
        package let session: Session
        package let details: SessionDetails

        package init(session: Session, details: SessionDetails) {
            self.session = session
            self.details = details
        }
    }

    package var sessions: [Entry]
    /// Where the next page begins; nil when this was the last.
    package var next: SessionID?

    package init(sessions: [Entry], next: SessionID?) {
        self.sessions = sessions
        self.next = next
    }
}

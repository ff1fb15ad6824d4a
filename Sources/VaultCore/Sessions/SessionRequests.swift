/// What `session.create` asks for.
package struct NewSession: Sendable {
    package var subject: Subject
    package var kind: SessionClassName
    package var details: SessionDetails
    package var content: SessionContent
    /// The subject's grants that belong to the session.
    package var grants: [GrantID]

    package init(
        subject: Subject, kind: SessionClassName, details: SessionDetails, content: SessionContent = SessionContent(),
        grants: [GrantID] = []
    ) {
        self.subject = subject
        self.kind = kind
        self.details = details
        self.content = content
        self.grants = grants
    }
}

/// What `session.renew` asks for: a new handle, and what changed at the same moment. What is nil stays.
package struct SessionRenewal: Sendable {
    /// As it was sent; it may be anything.
    package var handle: Secret
    package var authentication: Authentication?
    package var claims: Secret?
    package var payload: Secret?

    package init(
        handle: Secret, authentication: Authentication? = nil, claims: Secret? = nil, payload: Secret? = nil
    ) {
        self.handle = handle
        self.authentication = authentication
        self.claims = claims
        self.payload = payload
    }
}

/// How a caller names the session that it means.
package enum SessionSelector: Sendable {
    case id(SessionID)
    case handle(Secret)
}

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

/// A session as whoever holds its cookie gets it.
package struct FoundSession: Sendable {
    package let session: Session
    package let details: SessionDetails
    package let content: SessionContent
    package let grants: [GrantID]
    /// Whether the handle is so old that it should be renewed.
    package let isRenewalDue: Bool

    package init(
        session: Session, details: SessionDetails, content: SessionContent, grants: [GrantID], isRenewalDue: Bool
    ) {
        self.session = session
        self.details = details
        self.content = content
        self.grants = grants
        self.isRenewalDue = isRenewalDue
    }
}

/// What `session.revoke` did.
package struct EndedSession: Sendable {
    package let id: SessionID
    /// The value of `Set-Cookie` that makes the browser forget the handle.
    package let clearing: String?

    package init(id: SessionID, clearing: String?) {
        self.id = id
        self.clearing = clearing
    }
}

/// Which sessions `session.revoke_all` ends; members that are nil exclude none.
package struct SessionScope: Sendable {
    package var subject: Subject?
    /// Only sessions that a grant at this provider belongs to.
    package var provider: ProviderName?
    /// Not this one: the session that the call is made in.
    package var except: SessionID?

    package init(subject: Subject? = nil, provider: ProviderName? = nil, except: SessionID? = nil) {
        self.subject = subject
        self.provider = provider
        self.except = except
    }
}

/// What `session.revoke_all` asks for.
package struct SessionSweep: Sendable {
    package var subject: Subject?
    package var provider: ProviderName?
    /// The session that stays: the one that the call is made in. As it was sent.
    package var except: Secret?

    package init(subject: Subject? = nil, provider: ProviderName? = nil, except: Secret? = nil) {
        self.subject = subject
        self.provider = provider
        self.except = except
    }
}

/// What `session.list` filters by and where its page begins.
package struct SessionFilter: Sendable {
    package var id: SessionID?
    package var subject: Subject?
    package var kind: SessionClassName?
    /// The page begins after this id, in order of ids.
    package var after: SessionID?
    /// 1 to `Limits.pageSize`.
    package var limit: Int

    package init(
        id: SessionID? = nil, subject: Subject? = nil, kind: SessionClassName? = nil, after: SessionID? = nil,
        limit: Int = 100
    ) {
        self.id = id
        self.subject = subject
        self.kind = kind
        self.after = after
        self.limit = limit
    }
}

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

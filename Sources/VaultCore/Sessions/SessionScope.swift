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

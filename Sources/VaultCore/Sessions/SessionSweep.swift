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

/// What `session.renew` asks for: a new handle, and what changed at the same moment. What is nil stays.
package struct SessionRenewal: Sendable {
    /// As it was sent; it may be anything.
    package var handle: Secret
    package var authentication: Authentication?
    package var roles: [Role]?
    package var claims: Secret?
    package var payload: Secret?

    package init(
        handle: Secret, authentication: Authentication? = nil, roles: [Role]? = nil, claims: Secret? = nil,
        payload: Secret? = nil
    ) {
        self.handle = handle
        self.authentication = authentication
        self.roles = roles
        self.claims = claims
        self.payload = payload
    }
}

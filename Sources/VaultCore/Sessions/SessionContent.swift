/// What only the cookie opens: what the auth backend knows about the user, and what it keeps for itself.
package struct SessionContent: Sendable {
    /// A JSON object, as text.
    package var claims: Secret?
    package var payload: Secret?

    package init(claims: Secret? = nil, payload: Secret? = nil) {
        self.claims = claims
        self.payload = payload
    }
}

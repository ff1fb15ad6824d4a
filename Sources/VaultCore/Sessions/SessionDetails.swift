/// What is sealed with a session and told without its cookie: how the user signed in, and on which device, for the user's own
/// list of them.
package struct SessionDetails: Hashable, Sendable {
    package var authentication: Authentication
    package var userAgent: String?
    package var address: String?

    package init(authentication: Authentication, userAgent: String? = nil, address: String? = nil) {
        self.authentication = authentication
        self.userAgent = userAgent
        self.address = address
    }
}

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

extension SessionDetails {
    /// A text about the device, as a browser or a proxy told it.
    ///
    /// - Throws: `InvalidValue` when it is empty, too long, or holds a control character.
    package static func checked(_ text: String, _ name: String, maximumBytes: Int) throws(InvalidValue) -> String {
        try TextRule(name: name, maximumBytes: maximumBytes).checked(text)
    }
}

/// What is sealed with a session and told without its cookie: how the user signed in, what they may do, and on which device, for the
/// user's own list of them.
package struct SessionDetails: Hashable, Sendable {
    package var authentication: Authentication
    /// Each once, in order; what policy asks for (`require_role`).
    package var roles: [Role]
    package var userAgent: String?
    package var address: String?

    package init(
        authentication: Authentication, roles: [Role] = [], userAgent: String? = nil, address: String? = nil
    ) {
        self.authentication = authentication
        self.roles = roles
        self.userAgent = userAgent
        self.address = address
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

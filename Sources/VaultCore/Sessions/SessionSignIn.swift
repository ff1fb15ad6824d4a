/// What `session.create` asks for where the vault itself is to say who signed in: the subject and the roles are those of the account.
package struct SessionSignIn: Sendable {
    package var identity: IdentityRequest
    private let template: NewSession

    /// - Parameter template: all of the session but its subject and roles, which are replaced.
    package init(identity: IdentityRequest, template: NewSession) {
        self.identity = identity
        self.template = template
    }

    package func session(of found: ResolvedIdentity) -> NewSession {
        var session = template
        session.subject = found.subject
        session.details.roles = found.roles
        return session
    }
}

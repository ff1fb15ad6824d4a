/// That a session of this subject lives now, and how its user signed in and what they may do: who looked it up makes one, and nobody else.
package struct SessionProof: Hashable, Sendable {
    package let id: SessionID
    package let subject: Subject
    package let authentication: Authentication
    package let roles: [Role]

    package init(id: SessionID, subject: Subject, authentication: Authentication, roles: [Role] = []) {
        self.id = id
        self.subject = subject
        self.authentication = authentication
        self.roles = roles
    }
}

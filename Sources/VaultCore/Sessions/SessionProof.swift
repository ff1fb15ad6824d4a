/// That a session of this subject lives now, and how its user signed in: who looked it up makes one, and nobody else.
package struct SessionProof: Hashable, Sendable {
    package let id: SessionID
    package let subject: Subject
    package let authentication: Authentication

    package init(id: SessionID, subject: Subject, authentication: Authentication) {
        self.id = id
        self.subject = subject
        self.authentication = authentication
    }
}

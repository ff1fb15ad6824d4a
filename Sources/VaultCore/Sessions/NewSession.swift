/// What `session.create` asks for.
package struct NewSession: Sendable {
    package var subject: Subject
    package var kind: SessionClassName
    package var details: SessionDetails
    package var content: SessionContent
    /// The subject's grants that belong to the session.
    package var grants: [GrantID]
    /// Whether these end with it.
    package var bindsGrants: Bool

    package init(
        subject: Subject, kind: SessionClassName, details: SessionDetails, content: SessionContent = SessionContent(),
        grants: [GrantID] = [], bindsGrants: Bool = false
    ) {
        self.subject = subject
        self.kind = kind
        self.details = details
        self.content = content
        self.grants = grants
        self.bindsGrants = bindsGrants
    }
}

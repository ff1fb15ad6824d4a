/// A session as whoever holds its cookie gets it.
package struct FoundSession: Sendable {
    package let session: Session
    package let details: SessionDetails
    package let content: SessionContent
    package let grants: [GrantID]
    /// Whether the handle is so old that it should be renewed.
    package let isRenewalDue: Bool

    package init(
        session: Session, details: SessionDetails, content: SessionContent, grants: [GrantID], isRenewalDue: Bool
    ) {
        self.session = session
        self.details = details
        self.content = content
        self.grants = grants
        self.isRenewalDue = isRenewalDue
    }
}

/// What `session.revoke` did.
package struct EndedSession: Sendable {
    package let id: SessionID
    /// The value of `Set-Cookie` that makes the browser forget the handle.
    package let clearing: String?

    package init(id: SessionID, clearing: String?) {
        self.id = id
        self.clearing = clearing
    }
}

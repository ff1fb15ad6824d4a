/// What `session.lookup` answers about one session, but for what changes from call to call: when it was seen last, when it
/// ends by that, and whether its handle is to be renewed.
package struct SessionReplyText: Sendable {
    /// Up to the first of these, without what only the handle opens.
    package let head: [UInt8]
    /// Between the second and the third; it holds claims and payload.
    package let tail: Secret

    package init(head: [UInt8], tail: Secret) {
        self.head = head
        self.tail = tail
    }
}

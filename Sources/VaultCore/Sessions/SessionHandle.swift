/// The secret in the browser's cookie: `vse_` and what `OpaqueHandle` says. It means nothing: no user, no time, no host stands
/// in it (OWASP Session Management, "Session ID Content").
package struct SessionHandle: Sendable {
    package static let prefix = "vse_"
    package static let length = OpaqueHandle.length

    package let id: SessionHandleID
    /// All of the text; what the keyed hash is made of, and half of the key of the session's content.
    package let secret: Secret

    /// A new one; its random bits come from the kernel.
    package init(new id: SessionHandleID) {
        self.id = id
        secret = OpaqueHandle(new: id.rawValue, prefix: Self.prefix).secret
    }

    /// - Returns: nil for anything that is not a well-formed handle with a right checksum.
    package init?(_ secret: Secret) {
        guard let handle = OpaqueHandle(secret, prefix: Self.prefix), let id = SessionHandleID(rawValue: handle.id)
        else { return nil }
        self.id = id
        self.secret = secret
    }
}

/// The members that one kind of object may have; everything else in it is refused. A class, as each reader of an object holds one.
package final class ObjectSpec: Sendable {
    /// Heading of its table in the documentation.
    package let shape: String
    package let members: [MemberSpec]

    init(_ shape: String, _ members: [MemberSpec]) {
        self.shape = shape
        self.members = members
    }

    /// Every shape, in the order of the documentation.
    package static let all: [ObjectSpec] = [
        root, sealKey, passphrase, store, sockets, socket, audit, auditSink, auditAlerts, metrics, keys, backup,
        provider, providerLimits,
        clientSecret,
        privateKey,
        client,
        clientLimits, match, rule,
        tokens, grants, sessions, sessionClass, cookie, identity, identityRule, identityGroup,
        limits,
    ]
}

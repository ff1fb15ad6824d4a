import VaultCore
import VaultJSON

extension CreatedDelegation {
    /// The handle goes straight from its `Secret` into the writer, which the caller wipes.
    func write(to writer: inout JSONWriter) {
        writer.name("delegation")
        handle.withBytes { bytes in writer.string(bytes: bytes.assumingMemoryBound(to: UInt8.self).span) }
        delegation.write(to: &writer)
    }
}

extension Delegation {
    func write(to writer: inout JSONWriter) {
        writer.member("id", id.text)
        writer.member("grant", grant.handle)
        writer.member("subject", key.subject.text)
        writer.member("provider", key.provider.text)
        if key.account != .unknown { writer.member("account", key.account.text) }
        writer.member("creator", creator.text)
        writer.member("client", client.text)
        if let scopes { writer.member("scopes", scopes.scopes) }
        writer.member("full_token", givesFullToken)
        writer.member("created_at", createdAt.seconds)
        writer.member("expires_at", expiresAt.seconds)
        if let maximumUses { writer.member("max_uses", maximumUses) }
        if let session { writer.member("session", session.text) }
        writer.member("uses", uses)
        if let lastUsedAt { writer.member("last_used_at", lastUsedAt.seconds) }
        if let purpose { writer.member("purpose", purpose.text) }
    }
}

extension DelegationPage {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "delegations",
            array: { writer in
                for delegation in delegations { writer.object { delegation.write(to: &$0) } }
            })
        if let next { writer.member("next_cursor", next.text) }
    }
}

package import VaultCore
package import VaultJSON

/// The result of one call, ready to be written.
package enum Reply: Sendable {
    /// `grant.put` and `grant.lookup`.
    case grant(Grant)
    case grants(GrantPage)
    case revoked(GrantID, RevocationReceipt)
    /// `token.get` and `token.reject`; `now` gives `expires_in`.
    case token(IssuedToken, now: Timestamp)
    case providers([ProviderSettings])
    case probe(ProviderName, ProviderProbe)
    case pong
    case health(HealthReport)
    case info(SystemInfo)
    case discovery

    /// Writes one JSON-RPC response object; the newline, or the brackets of a batch, are the caller's. A token goes
    /// straight from its `Secret` into the writer, which the caller wipes.
    package func write(id: CallID, to writer: inout JSONWriter) {}
}

extension WireError {
    /// Writes one JSON-RPC response object with this error; the newline, or the brackets of a batch, are the caller's.
    package func write(id: CallID, to writer: inout JSONWriter) {}
}

package import VaultCore

/// A token at rest in the cache with what the hot path needs beside it, all of it bytes that are only copied. It is good
/// only as long as the call that lent it.
package struct CachedToken: ~Copyable {
    package let grant: GrantID
    package let provider: ProviderIndex
    package let expiresAt: Timestamp
    /// `{"access_token":"…","token_type":"Bearer","grant":"vgr_…","generation":n,"scopes":[…],"expires_at":n,"expires_in":`
    /// – the caller appends the seconds left and `}`.
    package let replyHead: UnsafeRawBufferPointer
    /// The audit members of the grant (`AuditTrail.grantPart`).
    package let auditPart: UnsafeRawBufferPointer
    /// The token's scopes as a JSON array; empty where fewer scopes are not answered by this token.
    let scopes: UnsafeRawBufferPointer

    /// Whether this token answers a call that asks for these scopes. No allocation.
    ///
    /// - Parameter asked: the bytes of a well-formed JSON array, as the call wrote it.
    /// - Returns: false also where only the slow path can tell.
    package func covers(_ asked: UnsafeRawBufferPointer) -> Bool {
        guard !scopes.isEmpty, asked.first == UInt8(ascii: "[") else { return false }
        var offset = 1
        while offset < asked.count {
            switch asked[offset] {
            case UInt8(ascii: "\""):
                guard let end = asked.firstIndex(of: UInt8(ascii: "\""), from: offset + 1) else { return false }
                // A scope has no quote and no backslash (RFC 6749 §3.3): quoted, it is found only where it is whole.
                guard scopes.contains(UnsafeRawBufferPointer(rebasing: asked[offset...end])) else { return false }
                offset = end + 1
            case UInt8(ascii: ","), UInt8(ascii: " "), 0x09, 0x0A, 0x0D: offset += 1
            case UInt8(ascii: "]"): return offset == asked.count - 1
            default: return false
            }
        }
        return false
    }
}

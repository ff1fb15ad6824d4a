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
    /// Where calls that get it are counted.
    package let scopePlace: ScopePlace
    /// The token's scopes as a JSON array; empty where fewer scopes are not answered by this token.
    let scopes: UnsafeRawBufferPointer

    /// Which of the token's scopes a call names, a bit for each in their order, when this token answers the call. No allocation.
    ///
    /// - Parameter asked: the bytes of a well-formed JSON array, as the call wrote it.
    /// - Returns: nil when this token is not for these scopes, and where only the slow path can tell.
    package func named(by asked: UnsafeRawBufferPointer) -> UInt64? {
        guard !scopes.isEmpty, asked.first == UInt8(ascii: "[") else { return nil }
        var named: UInt64 = 0
        var offset = 1
        while offset < asked.count {
            switch asked[offset] {
            case UInt8(ascii: "\""):
                guard let end = asked.firstIndex(of: UInt8(ascii: "\""), from: offset + 1),
                    let number = number(of: UnsafeRawBufferPointer(rebasing: asked[offset...end]))
                else { return nil }
                named |= 1 << UInt64(number)
                offset = end + 1
            case UInt8(ascii: ","), UInt8(ascii: " "), 0x09, 0x0A, 0x0D: offset += 1
            case UInt8(ascii: "]"): return offset == asked.count - 1 ? named : nil
            default: return nil
            }
        }
        return nil
    }

    /// Which of the token's scopes it is, in quotes. A scope has no quote and no backslash (RFC 6749 §3.3): quoted, it is found
    /// only where it is whole, and two quotes stand for each before it.
    private func number(of quoted: UnsafeRawBufferPointer) -> Int? {
        guard let place = scopes.place(of: quoted) else { return nil }
        var quotes = 0
        for byte in scopes[..<place] where byte == UInt8(ascii: "\"") { quotes += 1 }
        return quotes / 2
    }
}

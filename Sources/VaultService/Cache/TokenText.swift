import VaultCore

/// What is written into a token's block beside the token itself; the reply in the order of members that `token.get` has in
/// its slow form.
struct TokenText {
    static let beforeToken: StaticString = "{\"access_token\":\""

    /// From the token's closing quote up to the number of seconds left.
    let behindToken: [UInt8]
    /// Ranges in `behindToken`.
    let handle: Range<Int>
    let scopes: Range<Int>
    let auditPart: [UInt8]
    let subject: [UInt8]
    let provider: [UInt8]
    let account: [UInt8]

    init(_ entry: TokenEntry) {
        let issued = entry.token.issued
        var text: [UInt8] = []
        text.reserveCapacity(192 + issued.scopes.scopes.reduce(0) { $0 + $1.utf8.count + 3 })
        text += "\",\"token_type\":\"".utf8
        text += issued.type.rawValue.utf8
        text += "\",\"grant\":\"".utf8
        handle = text.count..<text.count + GrantID.handleLength
        text += entry.grant.id.handle.utf8
        text += "\",\"generation\":".utf8
        text += issued.generation.number.description.utf8
        text += ",\"scopes\":".utf8
        let start = text.count
        // Scopes need no escape: they have neither quote nor backslash nor control character (RFC 6749 §3.3).
        for scope in issued.scopes.scopes {
            text += text.count > start ? ",\"".utf8 : "[\"".utf8
            text += scope.utf8
            text.append(UInt8(ascii: "\""))
        }
        text += issued.scopes.isEmpty ? "[]".utf8 : "]".utf8
        scopes = start..<text.count
        text += ",\"expires_at\":".utf8
        text += issued.expiresAt.seconds.description.utf8
        text += ",\"expires_in\":".utf8
        behindToken = text
        auditPart = entry.auditPart
        subject = Array(entry.grant.subject.text.utf8)
        provider = Array(entry.grant.provider.text.utf8)
        account = Array(entry.grant.account.text.utf8)
    }

    /// Fills a block of `layout.byteCount` bytes.
    func write(_ token: Secret, to base: UnsafeMutableRawPointer, _ layout: TokenLayout) {
        base.copyMemory(from: Self.beforeToken.utf8Start, byteCount: Self.beforeToken.utf8CodeUnitCount)
        QuotedToken.write(
            token, count: layout.token.upperBound - layout.token.lowerBound, to: base + layout.token.lowerBound)
        let parts = [
            (behindToken, layout.token.upperBound), (auditPart, layout.auditPart.lowerBound),
            (subject, layout.subject.lowerBound), (provider, layout.provider.lowerBound),
            (account, layout.account.lowerBound),
        ]
        for (bytes, offset) in parts {
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(start: base + offset, count: source.count).copyMemory(from: source)
            }
        }
    }
}

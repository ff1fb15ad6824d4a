/// Where in a block what stands: the reply's head with the token in it, then the audit part, then what it is found by.
struct TokenLayout {
    let token: Extent
    let handle: Extent
    let scopes: Extent
    let head: Extent
    let auditPart: Extent
    let subject: Extent
    let provider: Extent
    let account: Extent

    var byteCount: Int { account.upperBound }

    init(_ text: TokenText, tokenBytes: Int) {
        let start = TokenText.beforeToken.utf8CodeUnitCount
        let behind = start + tokenBytes
        token = Extent(start..<behind)
        handle = Extent(text.handle.lowerBound + behind..<text.handle.upperBound + behind)
        scopes = Extent(text.scopes.lowerBound + behind..<text.scopes.upperBound + behind)
        head = Extent(0..<behind + text.behindToken.count)
        auditPart = head.followed(by: text.auditPart)
        subject = auditPart.followed(by: text.subject)
        provider = subject.followed(by: text.provider)
        account = provider.followed(by: text.account)
    }
}

extension Extent {
    fileprivate func followed(by bytes: [UInt8]) -> Extent { Extent(upperBound..<upperBound + bytes.count) }
}

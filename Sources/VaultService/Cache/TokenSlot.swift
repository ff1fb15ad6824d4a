import VaultCore

/// One token in the cache: where its bytes stand and what a lookup decides by.
struct TokenSlot {
    let block: TokenMemory.Block
    let layout: TokenLayout
    let grant: GrantID
    let generation: Generation
    let type: TokenType
    let provider: ProviderIndex
    let expiresAt: Timestamp
    let mintedAt: Timestamp
    let answersFewerScopes: Bool
    let scopePlace: ScopePlace
    /// Found by subject, provider and account.
    let hasAccountKey: Bool
    /// Found by subject and provider alone.
    var hasOnlyAccountKey: Bool
    /// Its block is freed, nothing finds it.
    var isVacant = false
    /// The clock hand passes it once more.
    var isReferenced = true
    /// The token's bytes are not those of the token.
    var isHidden = true
    let cipherNumber: UInt64
    /// When it was used since the last time that was asked.
    var lastUsedAt: Timestamp?
    /// It was used before that.
    var wasUsed = false

    init(_ entry: TokenEntry, _ layout: TokenLayout, at block: TokenMemory.Block, cipherNumber: UInt64) {
        self.cipherNumber = cipherNumber
        self.block = block
        self.layout = layout
        grant = entry.grant.id
        generation = entry.token.issued.generation
        type = entry.token.issued.type
        provider = entry.provider
        expiresAt = entry.token.issued.expiresAt
        mintedAt = entry.token.mintedAt
        answersFewerScopes = entry.answersFewerScopes
        scopePlace = entry.scopePlace
        let isPlainText = entry.isPlainText
        hasAccountKey = isPlainText && entry.grant.account != .unknown
        hasOnlyAccountKey = isPlainText && entry.isOnlyAccount
    }

    var tokenBytes: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: block.base + layout.token.lowerBound, count: layout.token.upperBound - layout.token.lowerBound)
    }
}

extension UnsafeMutablePointer<TokenSlot> {
    @inline(__always)
    func bytes(_ part: (TokenLayout) -> Extent) -> UnsafeRawBufferPointer {
        part(pointee.layout).bytes(of: pointee.block.base)
    }

    var tokenBytes: UnsafeMutableRawBufferPointer { pointee.tokenBytes }

    @inline(__always)
    var lent: CachedToken {
        CachedToken(
            grant: pointee.grant, provider: pointee.provider, expiresAt: pointee.expiresAt, replyHead: bytes(\.head),
            auditPart: bytes(\.auditPart), scopePlace: pointee.scopePlace,
            scopes: pointee.answersFewerScopes ? bytes(\.scopes) : UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

import VaultCore

/// One token in the cache: where its bytes stand and what a lookup decides by.
struct TokenSlot {
    let block: TokenMemory.Block
    let layout: TokenLayout
    let grant: GrantID
    let generation: Generation
    let provider: ProviderIndex
    let expiresAt: Timestamp
    let mintedAt: Timestamp
    let answersFewerScopes: Bool
    /// Found by subject, provider and account.
    let hasAccountKey: Bool
    /// Found by subject and provider alone.
    var hasOnlyAccountKey: Bool
    /// The clock hand passes it once more.
    var isReferenced = true
    /// When it was used since the last time that was asked.
    var lastUsedAt: Timestamp?

    init(_ entry: TokenEntry, _ layout: TokenLayout, at block: TokenMemory.Block) {
        self.block = block
        self.layout = layout
        grant = entry.grant.id
        generation = entry.token.issued.generation
        provider = entry.provider
        expiresAt = entry.token.issued.expiresAt
        mintedAt = entry.token.mintedAt
        answersFewerScopes = entry.answersFewerScopes
        hasAccountKey = entry.isPlainText && entry.grant.account != .unknown
        hasOnlyAccountKey = entry.isPlainText && entry.isOnlyAccount
    }

    @inline(__always)
    func bytes(_ extent: Extent) -> UnsafeRawBufferPointer { extent.bytes(of: block.base) }

    @inline(__always)
    var lent: CachedToken {
        CachedToken(
            grant: grant, provider: provider, expiresAt: expiresAt, replyHead: bytes(layout.head),
            auditPart: bytes(layout.auditPart), scopes: bytes(answersFewerScopes ? layout.scopes : .empty))
    }
}

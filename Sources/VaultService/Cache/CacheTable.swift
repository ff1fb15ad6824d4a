import VaultCore

/// What `TokenCache` guards with its lock: blocks, slots, the index over them and the hand of the clock.
struct CacheTable: ~Copyable, @unchecked Sendable {  // Sendable in one piece: whoever holds it holds all of its memory.
    let capacity: Int
    let hash: ByteHash
    var memory: TokenMemory
    var slots: [TokenSlot?] = []
    /// Of the token in the slot of the same number; apart, so that a lookup touches nothing that counts references.
    var scopes: [ScopeSet] = []
    var vacant: [Int] = []
    var index = SlotIndex()
    var hand = 0
    var count = 0
    /// By lane: goes up with every change of a grant whose subject and provider fall into the lane.
    var epochs = [UInt32](repeating: 0, count: 256)
    /// Uses that no slot remembers any more, and those of tokens that are not in memory.
    var otherUses: [GrantID: Timestamp] = [:]

    init(capacity: Int, memoryLimit: Int, hash: ByteHash) {
        self.capacity = capacity
        self.hash = hash
        memory = TokenMemory(limit: memoryLimit)
    }

    // MARK: finding

    @inline(__always)
    func slot(handle: UnsafeRawBufferPointer) -> Int? {
        index.find(.handle, handleHash(handle)) { number in
            slots[number].map { $0.bytes($0.layout.handle).equals(handle) } ?? false
        }
    }

    /// - Parameter account: empty for the only account.
    @inline(__always)
    func slot(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer
    ) -> Int? {
        let owner = ownerHash(subject, provider)
        let kind: SlotIndex.Kind = account.isEmpty ? .onlyAccount : .account
        return index.find(kind, account.isEmpty ? owner : accountHash(account, owner)) { number in
            slots[number].map { slot in
                slot.bytes(slot.layout.subject).equals(subject) && slot.bytes(slot.layout.provider).equals(provider)
                    && (account.isEmpty || slot.bytes(slot.layout.account).equals(account))
            } ?? false
        }
    }

    func slot(of grant: GrantID) -> Int? {
        index.find(.id, idHash(grant)) { slots[$0]?.grant == grant }
    }

    @inline(__always)
    func handleHash(_ handle: UnsafeRawBufferPointer) -> UInt64 { hash.hash(handle, from: 0) }
    @inline(__always)
    func ownerHash(_ subject: UnsafeRawBufferPointer, _ provider: UnsafeRawBufferPointer) -> UInt64 {
        hash.hash(provider, from: hash.hash(subject, from: 1))
    }
    @inline(__always)
    func accountHash(_ account: UnsafeRawBufferPointer, _ owner: UInt64) -> UInt64 { hash.hash(account, from: owner) }
    func idHash(_ grant: GrantID) -> UInt64 { hash.hash(grant.rawValue, from: 2) }

    // MARK: using

    /// Lends the slot's token if it lives long enough, and notes the use.
    @inline(__always)
    mutating func lend(
        _ number: Int, minimumLifeSeconds: Int64, now: Timestamp, _ body: (borrowing CachedToken) -> Void
    ) {
        guard let expiry = slots[number]?.expiresAt, expiry > now, expiry.seconds(since: now) >= minimumLifeSeconds
        else {
            return
        }
        slots[number]?.isReferenced = true
        slots[number]?.lastUsedAt = now
        guard let lent = slots[number]?.lent else { return }
        body(lent)
    }

    /// A copy of the token, for those who need a `Secret`.
    func token(_ number: Int) -> LiveToken? {
        guard let slot = slots[number] else { return nil }
        let issued = IssuedToken(
            grant: slot.grant, generation: slot.generation,
            accessToken: QuotedToken.unescaped(slot.bytes(slot.layout.token)),
            scopes: scopes[number], expiresAt: slot.expiresAt)
        return LiveToken(issued: issued, mintedAt: slot.mintedAt)
    }

    func holds(_ quotedToken: Secret, in number: Int) -> Bool {
        guard let slot = slots[number] else { return false }
        return quotedToken.withBytes { slot.bytes(slot.layout.token).equalsInConstantTime($0) }
    }
}

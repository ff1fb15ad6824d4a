import VaultCore

/// What `TokenCache` guards with its lock: blocks, slots, the index over them and the hand of the clock.
struct CacheTable: ~Copyable, @unchecked Sendable {  // Sendable in one piece: whoever holds it holds all of its memory.
    let capacity: Int
    let hash: ByteHash
    let cipher: any MemoryCipher
    var cipherNumber: UInt64 = 0
    /// Numbers of the slots whose tokens are in clear; now and then also of others.
    var shown: [Int] = []
    var memory: TokenMemory
    var slots = SlotStore()
    /// Of the token in the slot of the same number; apart, so that slots are plain values.
    var scopes: [ScopeSet] = []
    var index = SlotIndex()
    var hand = 0
    /// Nothing is kept while the vault is sealed.
    var isShut = false
    /// By lane: goes up with every change of a grant whose subject and provider fall into the lane.
    var epochs = [UInt32](repeating: 0, count: 4096)
    /// Uses that no slot remembers any more, and those of tokens that are not in memory.
    var otherUses: [GrantID: Timestamp] = [:]

    init(capacity: Int, memoryLimit: Int, hash: ByteHash, cipher: any MemoryCipher) {
        self.capacity = capacity
        self.hash = hash
        self.cipher = cipher
        memory = TokenMemory(limit: memoryLimit)
    }

    // MARK: finding

    @inline(__always)
    func slot(handle: UnsafeRawBufferPointer) -> Int? {
        index.find(.handle, handleHash(handle)) { slots[$0].bytes(\.handle).equals(handle) }
    }

    /// - Parameter account: empty for the only account.
    @inline(__always)
    func slot(
        subject: UnsafeRawBufferPointer, provider: UnsafeRawBufferPointer, account: UnsafeRawBufferPointer
    ) -> Int? {
        let owner = ownerHash(subject, provider)
        let kind: SlotIndex.Kind = account.isEmpty ? .onlyAccount : .account
        return index.find(kind, account.isEmpty ? owner : accountHash(account, owner)) { number in
            let slot = slots[number]
            return slot.bytes(\.subject).equals(subject) && slot.bytes(\.provider).equals(provider)
                && (account.isEmpty || slot.bytes(\.account).equals(account))
        }
    }

    func slot(of grant: GrantID) -> Int? {
        index.find(.id, idHash(grant)) { slots[$0].pointee.grant == grant }
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

    /// Lends the slot's token if it lives long enough.
    @inline(__always)
    mutating func lend(
        _ number: Int, minimumLifeSeconds: Int64, now: Timestamp, _ body: (borrowing CachedToken) -> Bool
    ) -> Bool? {
        let slot = slots[number]
        let expiry = slot.pointee.expiresAt
        guard now < expiry, expiry.seconds(since: now) >= minimumLifeSeconds else { return nil }
        show(number)
        guard body(slot.lent) else { return false }
        slot.pointee.isReferenced = true
        slot.pointee.lastUsedAt = now
        return true
    }

    /// A copy of the token, for those who need a `Secret`.
    mutating func token(_ number: Int) -> LiveToken {
        show(number)
        let slot = slots[number]
        let issued = IssuedToken(
            grant: slot.pointee.grant, generation: slot.pointee.generation,
            accessToken: QuotedToken.unescaped(slot.bytes(\.token)), type: slot.pointee.type, scopes: scopes[number],
            expiresAt: slot.pointee.expiresAt)
        return LiveToken(issued: issued, mintedAt: slot.pointee.mintedAt)
    }

    mutating func holds(_ quotedToken: Secret, in number: Int) -> Bool {
        show(number)
        return quotedToken.withBytes { slots[number].bytes(\.token).equalsInConstantTime($0) }
    }
}

import VaultCore

extension CacheTable {
    /// Keeps the token in place of the grant's last one, unless it is of a kind that is not cached or there is no room.
    mutating func keep(_ entry: TokenEntry) {
        if let old = slot(of: entry.grant.id) { remove(old) }
        guard let tokenBytes = QuotedToken.count(of: entry.token.issued.accessToken) else { return }
        let text = TokenText(entry)
        let layout = TokenLayout(text, tokenBytes: tokenBytes)
        guard let block = makeRoom(layout.byteCount) else { return }
        text.write(entry.token.issued.accessToken, to: block.base, layout)
        let slot = TokenSlot(entry, layout, at: block, cipherNumber: nextCipherNumber())
        cipher.toggle(slot.tokenBytes, number: slot.cipherNumber)
        place(slot, entry.token.issued.scopes)
    }

    mutating func remove(_ number: Int) {
        let slot = slots[number].pointee
        guard !slot.isVacant else { return }
        if let moment = slot.lastUsedAt { noteOtherUse(of: slot.grant, at: moment) }
        for key in keys(of: number) { index.remove(key.kind, key.hash, slot: number) }
        memory.free(slot.block)
        scopes[number] = .empty
        slots.remove(number)
    }

    /// From now on no token of this subject at this provider is found without its account.
    mutating func dropOnlyAccount(_ subject: Subject, _ provider: ProviderName) {
        let subject = Array(subject.text.utf8)
        let provider = Array(provider.text.utf8)
        let found = subject.withUnsafeBytes { subject in
            provider.withUnsafeBytes { provider in
                slot(subject: subject, provider: provider, account: UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        guard let found else { return }
        for key in keys(of: found) where key.kind == .onlyAccount { index.remove(key.kind, key.hash, slot: found) }
        slots[found].pointee.hasOnlyAccountKey = false
    }

    private mutating func place(_ slot: TokenSlot, _ scopes: ScopeSet) {
        let number = slots.insert(slot)
        if number == self.scopes.count { self.scopes.append(scopes) } else { self.scopes[number] = scopes }
        for key in keys(of: number) { index.insert(key.kind, key.hash, slot: number) }
    }

    private func keys(of number: Int) -> [(kind: SlotIndex.Kind, hash: UInt64)] {
        let slot = slots[number]
        let owner = ownerHash(slot.bytes(\.subject), slot.bytes(\.provider))
        var keys: [(kind: SlotIndex.Kind, hash: UInt64)] = [
            (.handle, handleHash(slot.bytes(\.handle))), (.id, idHash(slot.pointee.grant)),
        ]
        if slot.pointee.hasAccountKey { keys.append((.account, accountHash(slot.bytes(\.account), owner))) }
        if slot.pointee.hasOnlyAccountKey { keys.append((.onlyAccount, owner)) }
        return keys
    }

    private mutating func makeRoom(_ bytes: Int) -> TokenMemory.Block? {
        while slots.count >= capacity {
            guard evictOne() else { return nil }
        }
        // Evicted blocks may be of other sizes; after some tries the token simply stays out of memory.
        for _ in 0..<16 {
            if let block = memory.allocate(bytes) { return block }
            guard evictOne() else { return nil }
        }
        return nil
    }

    /// CLOCK: whoever was used since the hand came by last is spared once.
    private mutating func evictOne() -> Bool {
        for _ in 0..<slots.end * 2 {
            hand = hand + 1 < slots.end ? hand + 1 : 0
            let slot = slots[hand]
            if slot.pointee.isVacant { continue }
            if !slot.pointee.isReferenced {
                remove(hand)
                return true
            }
            slot.pointee.isReferenced = false
        }
        return false
    }
}

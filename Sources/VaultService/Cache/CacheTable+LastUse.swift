import VaultCore

extension CacheTable {
    /// Uses that wait for the next flush are a report, not a rule: beyond this many, new ones are passed over.
    private static let otherUsesLimit = 65_536

    mutating func noteUse(of grant: GrantID, at moment: Timestamp) {
        if let number = slot(of: grant) {
            slots[number].pointee.lastUsedAt = moment
        } else {
            noteOtherUse(of: grant, at: moment)
        }
    }

    mutating func noteOtherUse(of grant: GrantID, at moment: Timestamp) {
        guard otherUses.count < Self.otherUsesLimit || otherUses[grant] != nil else { return }
        otherUses[grant] = max(moment, otherUses[grant] ?? moment)
    }

    func lastUse(of grant: GrantID) -> Timestamp? {
        let cached = slot(of: grant).flatMap { slots[$0].pointee.lastUsedAt }
        guard let cached, let other = otherUses[grant] else { return cached ?? otherUses[grant] }
        return max(cached, other)
    }

    /// Hands over the uses noted in these slots, and removes what has expired in them.
    mutating func sweep(_ numbers: Range<Int>, now: Timestamp, into uses: inout [GrantID: Timestamp]) {
        for number in numbers.clamped(to: 0..<slots.end) {
            let slot = slots[number]
            if slot.pointee.isVacant { continue }
            if let moment = slot.pointee.lastUsedAt {
                uses[slot.pointee.grant] = moment
                slot.pointee.lastUsedAt = nil
                slot.pointee.wasUsed = true
            }
            if slot.pointee.expiresAt <= now { remove(number) }
        }
    }

    mutating func takeOtherUses() -> [GrantID: Timestamp] {
        let uses = otherUses
        otherUses = [:]
        return uses
    }
}

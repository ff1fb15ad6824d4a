import VaultCore

/// A token rests hidden; it is shown in place when it is asked for, and hidden again by the next round of `hide`.
///
/// Showing costs as much as all else that a cached call takes, so a token that is in use is shown once a round, not once a
/// call.
extension CacheTable {
    /// A number that no other text had.
    mutating func nextCipherNumber() -> UInt64 {
        cipherNumber += 1
        return cipherNumber
    }

    @inline(__always)
    mutating func show(_ number: Int) {
        if slots[number].pointee.isHidden { toggle(number) }
    }

    /// Hides what was shown, at most so many tokens of it.
    ///
    /// - Returns: whether there is more.
    mutating func hide(atMost count: Int) -> Bool {
        for _ in 0..<count {
            guard let number = shown.popLast() else { return false }
            // The slot may have been given up since, and taken for another token.
            let slot = slots[number]
            guard !slot.pointee.isVacant, !slot.pointee.isHidden else { continue }
            slot.pointee.isHidden = true
            cipher.toggle(slot.tokenBytes, number: slot.pointee.cipherNumber)
        }
        return !shown.isEmpty
    }

    @inline(never)
    private mutating func toggle(_ number: Int) {
        let slot = slots[number]
        slot.pointee.isHidden = false
        cipher.toggle(slot.tokenBytes, number: slot.pointee.cipherNumber)
        shown.append(number)
    }
}

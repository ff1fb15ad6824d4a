import Synchronization
import VaultCore

extension TokenCache {
    /// The grants of tokens in these slots that were used and are due, up to `most`.
    ///
    /// Walks in strides, so that the hot path never waits for a walk over the whole table, and decrypts nothing.
    func usedAndDue(
        most: Int,
        _ isDue: (_ provider: ProviderIndex, _ grant: GrantID, _ minted: Timestamp, _ expires: Timestamp) -> Bool
    ) -> [GrantID] {
        let stride = 256
        var (start, due): (Int, [GrantID]) = (0, [])
        while due.count < most {
            let isAtEnd = table.withLock { table in
                for number in (start..<start + stride).clamped(to: 0..<table.slots.end) where due.count < most {
                    let slot = table.slots[number].pointee
                    if !slot.isVacant, slot.wasUsed || slot.lastUsedAt != nil,
                        isDue(slot.provider, slot.grant, slot.mintedAt, slot.expiresAt)
                    {
                        due.append(slot.grant)
                    }
                }
                return start + stride >= table.slots.end
            }
            if isAtEnd { break }
            start += stride
        }
        return due
    }
}

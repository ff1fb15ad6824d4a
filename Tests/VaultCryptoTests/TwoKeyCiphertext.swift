import CSodium

@testable import VaultCrypto

/// A ciphertext of 32 bytes with a tag that XChaCha20-Poly1305 accepts under two keys: the attack that the commitment is
/// there for (Len, Grubbs, Ristenpart, "Partitioning Oracle Attacks", §3).
struct TwoKeyCiphertext {
    let bytes: [UInt8]

    /// Solves Poly1305's polynomial of both keys for the two free blocks, with one tag after the other, until both blocks
    /// fit into 128 bits (one try in 16).
    init?(keys: ([UInt8], [UInt8]), nonce: [UInt8], associated: [UInt8]) {
        let left = OneTimeKey(key: keys.0, nonce: nonce)
        let right = OneTimeKey(key: keys.1, nonce: nonce)
        let lengths = Self.block(Self.number(associated.count) + Self.number(32))
        for attempt in 0..<4096 {
            let tag = Self.number(attempt * 0x1234_5678_9ABC) + Self.number(attempt * 7919)
            let c1 = left.wanted(tag: tag, associated: associated, lengths: lengths)
            let c2 = right.wanted(tag: tag, associated: associated, lengths: lengths)
            let first = (c1 - c2) * (left.r - right.r).inverse
            let second = c1 - first * left.r
            guard first.bytes[16] == 1, second.bytes[16] == 1 else { continue }
            bytes = first.bytes.prefix(16) + second.bytes.prefix(16) + tag
            return
        }
        return nil
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    fileprivate static func block(_ bytes: [UInt8]) -> Field1305 {
        Field1305(bytes + [UInt8](repeating: 0, count: 16 - bytes.count) + [1])
    }
}

/// Poly1305's key for one message (RFC 8439 §2.6), from the extended nonce's subkey.
private struct OneTimeKey {
    let r: Field1305
    let s: [UInt8]

    init(key: [UInt8], nonce: [UInt8]) {
        var subkey = [UInt8](repeating: 0, count: 32)
        crypto_core_hchacha20(&subkey, nonce, key, nil)
        var oneTime = [UInt8](repeating: 0, count: 32)
        crypto_stream_chacha20_ietf(&oneTime, 32, [0, 0, 0, 0] + nonce[16...], subkey)
        for index in [3, 7, 11, 15] { oneTime[index] &= 15 }
        for index in [4, 8, 12] { oneTime[index] &= 252 }
        r = Field1305(Array(oneTime[..<16]))
        s = Array(oneTime[16...])
    }

    /// What `x1·r + x2` must be so that the message `associated ‖ x1 ‖ x2 ‖ lengths` has this tag.
    func wanted(tag: [UInt8], associated: [UInt8], lengths: Field1305) -> Field1305 {
        var accumulator = Field1305()
        for start in stride(from: 0, to: associated.count, by: 16) {
            let block = Array(associated[start..<min(start + 16, associated.count)])
            let padded = block + [UInt8](repeating: 0, count: 16 - block.count)
            accumulator = (accumulator + TwoKeyCiphertext.block(padded)) * r
        }
        let total = Field1305(Self.minus(tag, s))
        let inverse = r.inverse
        return (total * inverse - lengths) * inverse - accumulator * r
    }

    /// Modulo 2^128.
    private static func minus(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var borrow = 0
        return zip(left, right).map { left, right in
            let difference = Int(left) - Int(right) - borrow
            borrow = difference < 0 ? 1 : 0
            return UInt8(truncatingIfNeeded: difference)
        }
    }
}

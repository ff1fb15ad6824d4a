import VaultCore

/// An access token as it stands in a JSON text. Only tokens of visible ASCII are cached (RFC 6749 appendix A.12), so that
/// the quote and the backslash are all that needs escaping.
enum QuotedToken {
    /// - Returns: the bytes that the escaped token takes; nil for a token that is not cached.
    static func count(of token: Secret) -> Int? {
        token.withBytes { bytes in
            if isPlain(bytes) { return bytes.count }
            var count = bytes.count
            for byte in bytes {
                guard (0x20...0x7E).contains(byte) else { return nil }
                if needsEscape(byte) { count += 1 }
            }
            return count
        }
    }

    /// Writes the escaped token.
    ///
    /// - Parameter count: `count(of:)`, which the space holds.
    static func write(_ token: Secret, count: Int, to space: UnsafeMutableRawPointer) {
        token.withBytes { bytes in
            if let start = bytes.baseAddress, count == bytes.count {
                return space.copyMemory(from: start, byteCount: bytes.count)
            }
            var end = 0
            for byte in bytes {
                if needsEscape(byte) {
                    space.storeBytes(of: backslash, toByteOffset: end, as: UInt8.self)
                    end += 1
                }
                space.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
                end += 1
            }
        }
    }

    /// The escaped form in memory that is wiped; nil for a token that is not cached.
    static func escaped(_ token: Secret) -> Secret? {
        guard let count = count(of: token) else { return nil }
        return Secret(capacity: count) { space in
            if let base = space.baseAddress { write(token, count: count, to: base) }
            return count
        }
    }

    /// The token of its escaped form.
    static func unescaped(_ quoted: UnsafeRawBufferPointer) -> Secret {
        Secret(capacity: quoted.count) { space in
            var end = 0
            var isEscaped = false
            for byte in quoted {
                if byte == backslash && !isEscaped {
                    isEscaped = true
                } else {
                    space[end] = byte
                    end += 1
                    isEscaped = false
                }
            }
            return end
        }
    }

    /// Whether it stands for itself, as nearly all tokens do; eight bytes at a time.
    ///
    /// In each byte the top bit comes to be set where something is borrowed for it, as in `x - 1` of nothing; a borrow can spoil
    /// the bytes above it only, and is then an answer already.
    private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var others: UInt64 = 0
        var place = 0
        while place + 8 <= bytes.count {
            let eight = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let quotes = eight ^ ones &* 0x22
            let backslashes = eight ^ ones &* 0x5C
            let deletes = eight ^ ones &* 0x7F
            others |= eight | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            others |= ((deletes &- ones) & ~deletes) | ((eight &- ones &* 0x20) & ~eight)
            place += 8
        }
        guard others & (ones &* 0x80) == 0 else { return false }
        return bytes[place...].allSatisfy { (0x20...0x7E).contains($0) && !needsEscape($0) }
    }

    private static let backslash = UInt8(ascii: "\\")

    private static func needsEscape(_ byte: UInt8) -> Bool { byte == backslash || byte == UInt8(ascii: "\"") }
}

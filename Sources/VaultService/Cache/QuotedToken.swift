import VaultCore

/// An access token as it stands in a JSON text. Only tokens of visible ASCII are cached (RFC 6749 appendix A.12), so that
/// the quote and the backslash are all that needs escaping.
enum QuotedToken {
    /// - Returns: the bytes that the escaped token takes; nil for a token that is not cached.
    static func count(of token: Secret) -> Int? {
        token.withBytes { bytes in
            var count = bytes.count
            for byte in bytes {
                guard (0x20...0x7E).contains(byte) else { return nil }
                if needsEscape(byte) { count += 1 }
            }
            return count
        }
    }

    /// Writes the escaped token; the space holds `count(of:)` bytes.
    static func write(_ token: Secret, to space: UnsafeMutableRawPointer) {
        token.withBytes { bytes in
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
            if let base = space.baseAddress { write(token, to: base) }
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

    private static let backslash = UInt8(ascii: "\\")

    private static func needsEscape(_ byte: UInt8) -> Bool { byte == backslash || byte == UInt8(ascii: "\"") }
}

import Foundation

/// A way in which a secret may come to stand in a file or a message.
enum CanaryForm: Hashable, Sendable, CaseIterable {
    case raw
    /// RFC 4648 §4, with so many bytes of something else before the secret in its group of three.
    case base64(offset: Int)
    /// RFC 4648 §5.
    case base64URL(offset: Int)
    case hexLower
    case hexUpper
    /// What is not unreserved (RFC 3986 §2.3) escaped, as in a form.
    case percent
    /// Everything escaped.
    case percentAll
    /// Quotes and backslashes escaped.
    case json
    /// As `json`, and slashes too, as some writers do.
    case jsonSlash
    /// Everything as \u.
    case jsonUnicode

    static let allCases: [CanaryForm] =
        [.raw] + (0..<3).map { .base64(offset: $0) } + (0..<3).map { .base64URL(offset: $0) }
        + [.hexLower, .hexUpper, .percent, .percentAll, .json, .jsonSlash, .jsonUnicode]

    /// So many bytes of the form hold twelve bytes of the secret.
    var window: Int {
        switch self {
        case .raw, .percent, .json, .jsonSlash: 12
        case .base64, .base64URL: 16
        case .hexLower, .hexUpper: 24
        case .percentAll: 36
        case .jsonUnicode: 72
        }
    }

    func encode(_ secret: [UInt8]) -> [UInt8] {
        switch self {
        case .raw: secret
        case .base64(let offset): Self.base64(secret, offset)
        case .base64URL(let offset): Self.base64(secret, offset).map(Self.urlSafe)
        case .hexLower: text(secret) { String(format: "%02x", $0) }
        case .hexUpper: text(secret) { String(format: "%02X", $0) }
        case .percent: text(secret) { Self.isUnreserved($0) ? Self.character($0) : String(format: "%%%02X", $0) }
        case .percentAll: text(secret) { String(format: "%%%02X", $0) }
        case .json: text(secret) { "\"\\".utf8.contains($0) ? "\\" + Self.character($0) : Self.character($0) }
        case .jsonSlash: text(secret) { "\"\\/".utf8.contains($0) ? "\\" + Self.character($0) : Self.character($0) }
        case .jsonUnicode: text(secret) { String(format: "\\u%04x", $0) }
        }
    }

    /// Only the characters that do not depend on what stands before and after.
    private static func base64(_ secret: [UInt8], _ offset: Int) -> [UInt8] {
        let all = Array(Data([UInt8](repeating: 0, count: offset) + secret).base64EncodedString().utf8)
        let end = (offset + secret.count) * 4 / 3
        return Array(all[(offset == 0 ? 0 : offset + 1)..<end])
    }

    private static func urlSafe(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: character
        }
    }

    private func text(_ secret: [UInt8], _ each: (UInt8) -> String) -> [UInt8] {
        secret.flatMap { Array(each($0).utf8) }
    }

    /// One byte that may be above ASCII, as the byte's own character; such bytes only come in keys, never in tokens.
    private static func character(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte < 128
            && (UnicodeScalar(byte).properties.isAlphabetic || (48...57).contains(byte) || "-._~".utf8.contains(byte))
    }
}

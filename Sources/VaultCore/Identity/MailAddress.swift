/// An e-mail address of the plain kind, in small letters; whatever RFC 5321 allows beyond that is no address here.
package struct MailAddress: Hashable, Sendable {
    /// A `PlainName`.
    package let localPart: String
    package let domain: String

    /// - Parameter text: one `@`, before it a plain name, behind it a domain. Capitals of ASCII become small letters, as mail
    ///   servers do it; nothing else is changed. A `+`, a quote, a comment, a second `@`, a dot at an end, any byte beyond ASCII:
    ///   nil, and nothing is cut off or guessed.
    package init?(_ text: String) {
        guard text.utf8.count <= Limits.mailAddressBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        let parts = Self.inSmallLetters(text).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        localPart = String(decoding: parts[0], as: UTF8.self)
        domain = String(decoding: parts[1], as: UTF8.self)
        guard PlainName.isPlain(localPart), Self.isDomain(domain) else { return nil }
    }

    /// Whether the text is a host name in small letters with at least two labels (RFC 1123 §2.1).
    package static func isDomain(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { PlainName.isWord($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func inSmallLetters(_ text: String) -> [UInt8] {
        text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 0x20 : $0 }
    }
}

/// The text of a secret that is handed to a caller once: a prefix of four, 13 characters of the id that finds its row, 52 of
/// 256 random bits, 7 of a CRC-32 over what precedes, so that leak scanners recognise one without false alarms.
///
/// By the id nothing is ever searched by what a caller sent; the row keeps a keyed hash of the text only.
struct OpaqueHandle: Sendable {
    static let length = 76

    let id: Int64
    /// All of the text; what the keyed hash is made of.
    let secret: Secret

    /// A new one; its random bits come from the kernel.
    init(new id: Int64, prefix: String) {
        var random = SystemRandomNumberGenerator()
        var text = Array(prefix.utf8)
        text.reserveCapacity(Self.length)
        IDText.appendID(id, to: &text)
        for _ in 0..<4 { Base32.append(random.next(), digits: 13, to: &text) }
        IDText.appendChecksum(to: &text)
        self.id = id
        secret = Secret(copying: text)
        Self.wipe(&text)
    }

    /// - Returns: nil for anything that is not a well-formed handle of this kind with a right checksum.
    init?(_ secret: Secret, prefix: String) {
        guard secret.count == Self.length else { return nil }
        var text = secret.withBytes { Array($0) }
        defer { Self.wipe(&text) }
        guard text.starts(with: prefix.utf8), IDText.hasRightChecksum(text), let id = IDText.id(text[4..<17]), id > 0
        else { return nil }
        for start in stride(from: 17, to: 69, by: 13) where Base32.value(of: text[start..<start + 13]) == nil {
            return nil
        }
        self.id = id
        self.secret = secret
    }

    private static func wipe(_ text: inout [UInt8]) {
        text.withUnsafeMutableBytes { Secret.wipe($0) }
    }
}

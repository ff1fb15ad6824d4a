/// The secret that redeems a delegation: `vdl_`, 13 characters of its id, 52 of 256 random bits, 7 of a CRC-32 over what
/// precedes, so that leak scanners recognise one without false alarms.
///
/// The id in it finds the row, so that nothing is ever searched by what a caller sent; the row keeps a keyed hash only.
package struct DelegationHandle: Sendable {
    package static let prefix = "vdl_"
    package static let length = 76

    package let id: DelegationID
    /// All of the text; what the keyed hash is made of.
    package let secret: Secret

    /// A new one; its random bits come from the kernel.
    package init(new id: DelegationID) {
        var random = SystemRandomNumberGenerator()
        var text = Array(Self.prefix.utf8)
        text.reserveCapacity(Self.length)
        IDText.appendID(id.rawValue, to: &text)
        for _ in 0..<4 { Base32.append(random.next(), digits: 13, to: &text) }
        IDText.appendChecksum(to: &text)
        self.id = id
        secret = Secret(copying: text)
        Self.wipe(&text)
    }

    /// - Returns: nil for anything that is not a well-formed handle with a right checksum.
    package init?(_ secret: Secret) {
        guard secret.count == Self.length else { return nil }
        var text = secret.withBytes { Array($0) }
        defer { Self.wipe(&text) }
        guard text.starts(with: Self.prefix.utf8), IDText.hasRightChecksum(text), let id = IDText.id(text[4..<17])
        else { return nil }
        for start in stride(from: 17, to: 69, by: 13) where Base32.value(of: text[start..<start + 13]) == nil {
            return nil
        }
        guard let id = DelegationID(rawValue: id) else { return nil }
        self.id = id
        self.secret = secret
    }

    private static func wipe(_ text: inout [UInt8]) {
        text.withUnsafeMutableBytes { Secret.wipe($0) }
    }
}

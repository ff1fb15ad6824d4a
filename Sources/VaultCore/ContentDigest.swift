/// The SHA-256 of a file's content (FIPS 180-4).
package struct ContentDigest: Hashable, Sendable {
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// - Parameter bytes: 32 of them.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a SHA-256 has 32 bytes")
        self.bytes = bytes
    }

    /// - Parameter text: 64 hexadecimal digits, as `sha256sum` prints them.
    package init(_ text: String) throws(InvalidValue) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 2 * Self.byteCount, text.utf8.count == digits.count else {
            throw InvalidValue(
                field: "SHA-256", problem: "must be 64 hexadecimal digits, as sha256sum prints them")
        }
        bytes = (0..<Self.byteCount).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
    }
}

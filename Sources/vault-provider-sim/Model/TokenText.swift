/// Makes opaque tokens: a prefix, 43 random characters, then filler up to the wanted length.
enum TokenText {
    /// Prefix and random part; a shorter token could repeat.
    static let minimumLength = 48

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func access(length: Int) -> String { make(prefix: "sat_", length: length) }
    static func refresh(length: Int) -> String { make(prefix: "srt_", length: length) }
    static func clientSecret() -> String { make(prefix: "scs_", length: minimumLength) }

    private static func make(prefix: String, length: Int) -> String {
        var bytes = Array(prefix.utf8)
        bytes.reserveCapacity(length)
        appendRandom(43, to: &bytes)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: max(0, length - bytes.count)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Ten characters of six bits come from each random word.
    private static func appendRandom(_ count: Int, to bytes: inout [UInt8]) {
        var random = SystemRandomNumberGenerator()
        var word: UInt64 = 0
        for index in 0..<count {
            if index % 10 == 0 { word = random.next() }
            bytes.append(alphabet[Int(word & 63)])
            word >>= 6
        }
    }
}

/// The one form in which a provider's name of a user may become part of a subject: nothing in it can be read in two ways, by people
/// or by whoever folds case or decodes Unicode behind us.
package enum PlainName {
    /// Of the names of Backstage's entities.
    package static let maximumBytes = 63

    /// Whether the text is 1 to 63 bytes of `a-z 0-9`, with single `-`, `_` or `.` between them.
    package static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...maximumBytes).contains(bytes.count) else { return false }
        var isInWord = false
        for byte in bytes {
            if isWord(byte) {
                isInWord = true
            } else {
                guard isInWord, "-_.".utf8.contains(byte) else { return false }
                isInWord = false
            }
        }
        return isInWord
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// Whole numbers in texts: digits alone, and no more of them than any time or length in seconds needs.
enum DecimalDigits {
    static func number(_ text: some StringProtocol) -> Int64? {
        guard 1...12 ~= text.utf8.count, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int64(text)
    }
}

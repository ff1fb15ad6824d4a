/// A number in decimal digits, written where it goes.
enum DecimalText {
    /// Digits of the largest.
    static let longest = 20

    /// - Parameter number: not negative.
    @inline(__always)
    static func write(_ number: Int, at place: inout UnsafeMutablePointer<UInt8>) {
        var digits = 1
        var power = 10
        while digits < 19, number >= power {
            digits += 1
            power = power &* 10
        }
        var rest = number
        for index in (0..<digits).reversed() {
            place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        place += digits
    }
}

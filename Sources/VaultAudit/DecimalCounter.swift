/// A number that is written far more often than it is anything but one more, with its decimal digits at hand.
struct DecimalCounter {
    private(set) var number: Int64
    private var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    private var first = 20

    /// - Parameter number: not negative.
    init(_ number: Int64) {
        precondition(number >= 0, "counting begins at 0 or later")
        self.number = number
        var rest = number
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
    }

    @inline(__always)
    mutating func advance() {
        number += 1
        var place = 19
        while digits[place] == UInt8(ascii: "9") {
            digits[place] = UInt8(ascii: "0")
            place -= 1
        }
        // Before the first digit stands a 0 that becomes a 1.
        digits[place] += 1
        if place < first { first = place }
    }

    @inline(__always)
    func write(at place: inout UnsafeMutablePointer<UInt8>) {
        for index in first..<20 {
            place.pointee = digits[index]
            place += 1
        }
    }
}

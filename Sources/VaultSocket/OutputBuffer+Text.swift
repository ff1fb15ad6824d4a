import Glibc

extension OutputBuffer {
    /// The number in decimal.
    package mutating func append(decimal value: Int) {
        if value < 0 { append(byte: UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
    }

    /// The number in decimal.
    package mutating func append(decimal value: UInt) {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits &+= 1
        }
        append(space: digits) { space in
            var rest = value
            for index in stride(from: digits &- 1, through: 0, by: -1) {
                space[index] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
                rest /= 10
            }
            return digits
        }
    }

    /// UTF-8 text as it stands between the quotes of a JSON string (RFC 8259 §7): quote, backslash and controls are escaped.
    package mutating func append(escaping text: UnsafeRawBufferPointer) {
        var from = 0
        for (index, byte) in text.enumerated() where Self.needsEscape(byte) {
            append(UnsafeRawBufferPointer(rebasing: text[from..<index]))
            append(escape: byte)
            from = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: text[from...]))
    }

    /// A quoted JSON string.
    package mutating func append(quoting text: String) {
        var text = text
        append(byte: UInt8(ascii: "\""))
        text.withUTF8 { append(escaping: UnsafeRawBufferPointer($0)) }
        append(byte: UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escape byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            append(byte: hexDigit(byte >> 4))
            append(byte: hexDigit(byte & 15))
        }
    }

    private func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

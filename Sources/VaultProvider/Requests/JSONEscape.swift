import VaultFetchWire

/// The escapes of a JSON text (RFC 8259 §7): only what must be escaped is, so that UTF-8 goes through as it is.
enum JSONEscape {
    static func append(_ byte: UInt8, to writer: inout WipedBuffer) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            writer.append(UInt8(ascii: "\\"))
            writer.append(byte)
        case 0..<0x20:
            writer.append("\\u00")
            writer.append(digits[Int(byte >> 4)])
            writer.append(digits[Int(byte & 15)])
        default: writer.append(byte)
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

/// 128 bits as 32 hexadecimal digits, the bytes in the order of memory.
package enum Hexadecimal {
    package static let digits128 = 32

    package static func text(of bits: UInt128) -> String {
        withUnsafeBytes(of: bits) { text(of: $0) }
    }

    package static func text(of bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { text(of: $0) }
    }

    private static func text(of bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { space in
            for index in 0..<bytes.count {
                space.initializeElement(at: 2 * index, to: digit(bytes[index] >> 4))
                space.initializeElement(at: 2 * index + 1, to: digit(bytes[index] & 15))
            }
            return 2 * bytes.count
        }
    }

    /// - Returns: nil for what is not just that.
    package static func bits(of text: some Collection<UInt8>) -> UInt128? {
        guard let bytes = bytes(of: text), bytes.count == 16 else { return nil }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) }
    }

    package static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let value = value(of: character) else { return nil }
            if let some = high {
                bytes.append(some << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    @inline(__always)
    package static func write(_ bits: UInt128, to place: UnsafeMutablePointer<UInt8>) {
        withUnsafeBytes(of: bits) { bytes in
            for index in 0..<16 {
                place[2 * index] = digit(bytes[index] >> 4)
                place[2 * index + 1] = digit(bytes[index] & 15)
            }
        }
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

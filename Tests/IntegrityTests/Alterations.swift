/// Every way in which a stored value is altered: each bit flipped, each shorter length, one byte more.
extension RawEditor.Value {
    var alterations: [RawEditor.Value] {
        switch self {
        case .null: []
        case .integer(let number): (0..<64).map { .integer(number ^ (1 << Int64($0))) }
        case .text(let bytes): Self.alterations(of: bytes).map { .text($0) }
        case .blob(let bytes): Self.alterations(of: bytes).map { .blob($0) }
        }
    }

    private static func alterations(of bytes: [UInt8]) -> [[UInt8]] {
        let flipped = (0..<bytes.count * 8).map { bit in
            var copy = bytes
            copy[bit / 8] ^= 1 << UInt8(bit % 8)
            return copy
        }
        let shortened = (0..<bytes.count).map { Array(bytes[..<$0]) }
        return flipped + shortened + [bytes + [0]]
    }
}

/// Takes the parts of a frame off the front; never reads past the end and never trusts a length.
struct FrameScanner {
    private var rest: Slice<UnsafeRawBufferPointer>

    /// Only for as long as the bytes are lent.
    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    mutating func integer<T: FixedWidthInteger>(_: T.Type = T.self) throws(FetchFrameError) -> T {
        let bytes = try take(T.bitWidth / 8)
        return bytes.reduce(0) { T(truncatingIfNeeded: UInt64(truncatingIfNeeded: $0) << 8) | T($1) }
    }

    mutating func flag() throws(FetchFrameError) -> Bool {
        switch try integer(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw .unknownValue(.flag)
        }
    }

    mutating func choice<T: RawRepresentable>(as field: FetchField) throws(FetchFrameError) -> T
    where T.RawValue == UInt8 {
        guard let value = T(rawValue: try integer()) else { throw .unknownValue(field) }
        return value
    }

    mutating func text(as field: FetchField, _ rule: TextRule) throws(FetchFrameError) -> String {
        let bytes = try take(try length(as: field, atMost: rule.bytes))
        try rule.check(bytes, as: field)
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func optionalText(as field: FetchField, _ rule: TextRule) throws(FetchFrameError) -> String? {
        try flag() ? try text(as: field, rule) : nil
    }

    mutating func wipedText(as field: FetchField, _ rule: TextRule) throws(FetchFrameError) -> WipedBytes {
        let bytes = try take(try length(as: field, atMost: rule.bytes))
        try rule.check(bytes, as: field)
        return WipedBytes(copying: UnsafeRawBufferPointer(rebasing: bytes))
    }

    mutating func blob(as field: FetchField, atMost cap: Int) throws(FetchFrameError) -> WipedBytes {
        WipedBytes(copying: UnsafeRawBufferPointer(rebasing: try take(try length(as: field, atMost: cap))))
    }

    func finish() throws(FetchFrameError) {
        guard rest.isEmpty else { throw .trailingBytes }
    }

    private mutating func length(as field: FetchField, atMost cap: Int) throws(FetchFrameError) -> Int {
        let count = Int(try integer(UInt32.self))
        guard count <= cap else { throw .tooLarge(field) }
        return count
    }

    private mutating func take(_ count: Int) throws(FetchFrameError) -> Slice<UnsafeRawBufferPointer> {
        guard rest.count >= count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

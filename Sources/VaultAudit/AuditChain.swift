import VaultCore

/// Where the next record goes: it has the number after the last one, and its tag is made of it and of the tag of the last one,
/// under the key of the span, so that nobody without the key can put another in its place.
///
/// A line is `{"seq":N,` members `,"mac":"` 32 hexadecimal digits `"}` newline; the tag is of all before `,"mac"`, and then of the
/// 16 bytes of the tag before it, which are none (zero) at the first record of a span.
struct AuditChain: ~Copyable {
    /// What a line has beside its members, at most.
    static let frameBytes = head.utf8CodeUnitCount + 19 + 1 + tailBytes
    /// Room behind the members for the tag before, while the new one is made.
    private static let tailBytes = middle.utf8CodeUnitCount + Hexadecimal.digits128 + end.utf8CodeUnitCount
    private static let head: StaticString = #"{"seq":"#
    private static let middle: StaticString = #","mac":""#
    private static let end: StaticString = "\"}\n"

    private let hasher: any AuditHasher
    private(set) var key: SpanKey
    private var tag: AuditTag
    /// Of the next record.
    private(set) var sequence: DecimalCounter

    /// - Parameter tag: of the record before, in the same span.
    init(_ hasher: any AuditHasher, from sequence: Int64, under key: SpanKey, after tag: AuditTag = .none) {
        self.hasher = hasher
        self.key = key
        self.tag = tag
        self.sequence = DecimalCounter(sequence)
    }

    /// The next record is the first of a span.
    mutating func begin(under key: SpanKey) {
        self.key = key
        tag = .none
    }

    /// Writes what stands before the members.
    ///
    /// - Parameter line: room for `frameBytes` more than the members have.
    /// - Returns: where the members go.
    @inline(__always)
    func open(_ line: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var place = line
        Self.put(Self.head, at: &place)
        sequence.write(at: &place)
        place.pointee = UInt8(ascii: ",")
        return place + 1
    }

    /// Writes what stands behind the members.
    ///
    /// - Returns: the place behind the line.
    @inline(__always)
    mutating func close(
        _ line: UnsafeMutablePointer<UInt8>, membersEnd: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var place = membersEnd
        UnsafeMutableRawPointer(place).storeBytes(of: tag.bits, as: UInt128.self)
        tag = hasher.tag(
            of: UnsafeRawBufferPointer(start: line, count: membersEnd - line + AuditTag.byteCount), under: key)
        Self.put(Self.middle, at: &place)
        Hexadecimal.write(tag.bits, to: place)
        place += Hexadecimal.digits128
        Self.put(Self.end, at: &place)
        sequence.advance()
        return place
    }

    @inline(__always)
    private static func put(_ text: StaticString, at place: inout UnsafeMutablePointer<UInt8>) {
        place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        place += text.utf8CodeUnitCount
    }
}

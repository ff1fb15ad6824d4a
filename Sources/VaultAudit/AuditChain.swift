import VaultCore

/// Where the next record goes: it has the number after the last one, and what the chain comes to with it is made of what the chain had
/// come to before. Half of that stands in the record; without the other half nobody can put another record behind it.
///
/// A line is `{"seq":N,` members `,"mac":"` 32 hexadecimal digits `"}` newline; the digits are the first 16 bytes of the link.
struct AuditChain: ~Copyable {
    /// What a line has beside its members, at most.
    static let frameBytes = head.utf8CodeUnitCount + 19 + 1 + tailBytes
    private static let tailBytes = middle.utf8CodeUnitCount + Hexadecimal.digits128 + end.utf8CodeUnitCount
    private static let head: StaticString = #"{"seq":"#
    private static let middle: StaticString = #","mac":""#
    private static let end: StaticString = "\"}\n"

    private let hasher: any AuditHasher
    /// What the chain of the span began with.
    private(set) var key: AuditHash
    private var block: RecordBlock
    /// Of the next record.
    private(set) var sequence: DecimalCounter

    /// - Parameter link: what the chain of the span has come to.
    init(_ hasher: any AuditHasher, from sequence: Int64, under key: AuditHash, after link: AuditHash) {
        self.hasher = hasher
        self.key = key
        block = RecordBlock(after: link)
        self.sequence = DecimalCounter(sequence)
    }

    /// What it has come to.
    var link: AuditHash { block.link }

    /// The next record is the first of a span.
    mutating func begin(under key: AuditHash) {
        self.key = key
        block.link = key
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
    /// - Parameter parts: of the members.
    /// - Returns: the place behind the line.
    @inline(__always)
    mutating func close(
        _ parts: RecordParts, membersEnd: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var place = membersEnd
        let link = block.link(parts, sequence.number, hasher)
        Self.put(Self.middle, at: &place)
        Hexadecimal.write(link.head, to: place)
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

import VaultCore

/// A line of the log as the chain sees it: a number, what it says, and the tag that ties both to the line before.
struct ChainedLine {
    private static let head = Array(#"{"seq":"#.utf8)
    private static let middle = Array(#","mac":""#.utf8)
    private static let tailBytes = middle.count + Hexadecimal.digits128 + 2

    let sequence: Int64
    /// The line up to its tag.
    let body: ArraySlice<UInt8>
    /// Half of what the chain has come to with it.
    let tag: UInt128

    /// - Parameter line: without its newline.
    /// - Returns: nil for what no log of this kind has written.
    init?(_ line: ArraySlice<UInt8>) {
        guard line.count > Self.head.count + Self.tailBytes, line.starts(with: Self.head) else { return nil }
        body = line.dropLast(Self.tailBytes)
        let tail = line[body.endIndex...]
        guard tail.starts(with: Self.middle), tail.suffix(2).elementsEqual("\"}".utf8),
            let bits = Hexadecimal.bits(of: tail.dropFirst(Self.middle.count).dropLast(2))
        else { return nil }
        tag = bits
        var number: Int64 = 0
        var digits = 0
        for byte in body.dropFirst(Self.head.count) {
            if byte == UInt8(ascii: ",") { break }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 18 else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
            digits += 1
        }
        // As it is written by us, in one way only.
        guard digits > 0, digits == 1 || body[body.startIndex + Self.head.count] != UInt8(ascii: "0") else {
            return nil
        }
        sequence = number
    }

    /// What stands between its number and its tag.
    var members: ArraySlice<UInt8> { body.drop { $0 != UInt8(ascii: ",") }.dropFirst() }

    /// What the chain knows of it; nil where nobody of us wrote it.
    func parts(_ hasher: any AuditHasher) -> RecordParts? { RecordParts(members, hasher) }

    /// What the chain comes to with it; nil where it is not what came after `link`.
    func link(after link: AuditHash, _ hasher: any AuditHasher) -> AuditHash? {
        guard let parts = parts(hasher) else { return nil }
        var block = RecordBlock(after: link)
        let next = block.link(parts, sequence, hasher)
        return next.head == tag ? next : nil
    }

    /// As `TimeText` wrote it; nil where there is none in its place.
    var time: ArraySlice<UInt8>? {
        let name = #","time":""#.utf8
        guard let comma = body.firstIndex(of: UInt8(ascii: ",")), body[comma...].starts(with: name) else { return nil }
        let time = body[(comma + name.count)...].prefix(TimeText.length)
        return time.count == TimeText.length ? time : nil
    }

    /// Whether its `kind` is this; what stands before it has one length.
    func isKind(_ kind: String) -> Bool {
        let member = #","kind":"\#(kind)""#.utf8
        guard let comma = body.firstIndex(of: UInt8(ascii: ",")) else { return false }
        // ,"time":"2026-01-01T00:00:00.000Z"
        let place = comma + #","time":"""#.utf8.count + TimeText.length
        return place < body.endIndex && body[place...].starts(with: member)
    }
}

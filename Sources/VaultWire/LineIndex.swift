import VaultJSON

/// All members of one line in one flat list, found in a single strict pass; nothing is copied, nothing allocated.
///
/// It takes exactly what `JSONReader` takes, but for two rare things that it leaves to that one: a backslash anywhere, and
/// more members than fit. Every step takes the place where it begins and gives the place where it ended, so that places stay
/// in registers.
struct LineIndex: ~Copyable {
    /// One member: where its object begins, its name, its value as written.
    struct Member {
        var object: UInt32 = 0
        var nameStart: UInt32 = 0
        var name = NameKey("")
        var valueStart: UInt32 = 0
        var valueEnd: UInt32 = 0

        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

        /// For names of more than eight bytes, of which a key knows only the first.
        func isNamed(_ word: StaticString, in line: Span<UInt8>) -> Bool {
            line.spells(word, at: Int(nameStart)..<Int(nameStart) + Int(name.length))
        }
    }

    private(set) var members = MemberList()
    private var maximumDepth = 0
    private var maximumNumberLength = 0

    /// Reads a whole line; afterwards the members tell what is in it.
    ///
    /// - Returns: where its value begins.
    mutating func read(_ line: Span<UInt8>, limits: JSONLimits) throws(ScanStop) -> Int {
        members.removeAll()
        maximumDepth = limits.depth
        maximumNumberLength = limits.numberLength
        if line.count > limits.bytes { throw .malformed }
        let start = line.skippingSpace(from: 0)
        let end = line.skippingSpace(from: try value(line, at: start, depth: 0))
        if end < line.count { throw .malformed }
        return start
    }

    private mutating func value(_ line: Span<UInt8>, at start: Int, depth: Int) throws(ScanStop) -> Int {
        guard start < line.count else { throw .malformed }
        switch line[start] {
        case UInt8(ascii: "\""): return try line.endOfString(at: start)
        case UInt8(ascii: "{"): return try object(line, at: start, depth: depth + 1)
        case UInt8(ascii: "["): return try array(line, at: start, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let end = try line.endOfNumber(at: start)
            if end - start > maximumNumberLength { throw .malformed }
            return end
        case UInt8(ascii: "t"): return try line.end(of: "true", at: start)
        case UInt8(ascii: "f"): return try line.end(of: "false", at: start)
        case UInt8(ascii: "n"): return try line.end(of: "null", at: start)
        default: throw .malformed
        }
    }

    private mutating func object(_ line: Span<UInt8>, at start: Int, depth: Int) throws(ScanStop) -> Int {
        if depth > maximumDepth { throw .malformed }
        var place = line.skippingSpace(from: start + 1)
        if line.has(UInt8(ascii: "}"), at: place) { return place + 1 }
        while true {
            place = try line.skippingSpace(from: member(line, of: start, at: place, depth: depth))
            if line.has(UInt8(ascii: "}"), at: place) { return place + 1 }
            if !line.has(UInt8(ascii: ","), at: place) { throw .malformed }
            place = line.skippingSpace(from: place + 1)
        }
    }

    private mutating func array(_ line: Span<UInt8>, at start: Int, depth: Int) throws(ScanStop) -> Int {
        if depth > maximumDepth { throw .malformed }
        var place = line.skippingSpace(from: start + 1)
        if line.has(UInt8(ascii: "]"), at: place) { return place + 1 }
        while true {
            place = try line.skippingSpace(from: value(line, at: place, depth: depth))
            if line.has(UInt8(ascii: "]"), at: place) { return place + 1 }
            if !line.has(UInt8(ascii: ","), at: place) { throw .malformed }
            place = line.skippingSpace(from: place + 1)
        }
    }

    private mutating func member(
        _ line: Span<UInt8>, of object: Int, at start: Int, depth: Int
    ) throws(ScanStop) -> Int {
        guard line.has(UInt8(ascii: "\""), at: start) else { throw .malformed }
        let nameEnd = try line.endOfString(at: start)
        var member = Member()
        member.object = UInt32(truncatingIfNeeded: object)
        member.nameStart = UInt32(truncatingIfNeeded: start + 1)
        member.name = NameKey(start + 1..<nameEnd - 1, in: line)
        if repeats(member, line) { throw .malformed }
        let colon = line.skippingSpace(from: nameEnd)
        guard line.has(UInt8(ascii: ":"), at: colon) else { throw .malformed }
        let place = line.skippingSpace(from: colon + 1)
        member.valueStart = UInt32(truncatingIfNeeded: place)
        let position = try members.append(member)
        let end = try value(line, at: place, depth: depth)
        members.end(position, at: end)
        return end
    }

    @inline(__always)
    private func repeats(_ member: Member, _ line: Span<UInt8>) -> Bool {
        for position in 0..<members.count {
            let earlier = members[position]
            if earlier.name.head == member.name.head, earlier.name.length == member.name.length,
                earlier.object == member.object, member.name.length <= 8 || Self.sameRest(earlier, member, line)
            {
                return true
            }
        }
        return false
    }

    /// Compares what lies behind the first eight bytes of two names of equal length.
    private static func sameRest(_ left: Member, _ right: Member, _ line: Span<UInt8>) -> Bool {
        for step in 8..<left.name.length {
            if line[Int(left.nameStart + step)] != line[Int(right.nameStart + step)] { return false }
        }
        return true
    }
}

/// Why the fast scanner stopped.
enum ScanStop: Error {
    case malformed
    /// Perhaps well-formed; the strict reader must say.
    case rare
}

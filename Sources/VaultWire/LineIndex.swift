import VaultJSON

/// All members of one line in one flat list, found in a single strict pass; nothing is copied, nothing allocated.
///
/// It takes exactly what `JSONReader` takes, but for two rare things that it leaves to that one: a backslash anywhere, and
/// more members than fit.
struct LineIndex: ~Copyable {
    /// One member: where its object begins, its name inside the quotes, its value as written.
    struct Member {
        var object: UInt32 = 0
        var nameStart: UInt32 = 0
        var nameEnd: UInt32 = 0
        var valueStart: UInt32 = 0
        var valueEnd: UInt32 = 0

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    static let capacity = 24

    private var members = InlineArray<24, Member>(repeating: Member())
    private(set) var count = 0
    var offset = 0
    private var maximumDepth = 0
    private(set) var maximumNumberLength = 0

    /// Reads a whole line; afterwards the members tell what is in it.
    mutating func read(_ line: Span<UInt8>, limits: JSONLimits) throws(ScanStop) {
        count = 0
        offset = 0
        maximumDepth = limits.depth
        maximumNumberLength = limits.numberLength
        if line.count > limits.bytes { throw .malformed }
        skipSpace(line)
        try skipValue(line, depth: 0)
        skipSpace(line)
        if offset < line.count { throw .malformed }
    }

    /// The member at `position` of the list, which is in the order of the text.
    subscript(position: Int) -> Member {
        precondition(position < count, "a member past the end of the list")
        return members[position]
    }

    // MARK: containers

    mutating func skipObject(_ line: Span<UInt8>, depth: Int) throws(ScanStop) {
        if depth > maximumDepth { throw .malformed }
        let object = offset
        offset += 1
        skipSpace(line)
        if take(UInt8(ascii: "}"), line) { return }
        repeat {
            skipSpace(line)
            let position = try addMember(of: object, line)
            try skipValue(line, depth: depth)
            members[position].valueEnd = UInt32(truncatingIfNeeded: offset)
            skipSpace(line)
        } while take(UInt8(ascii: ","), line)
        if !take(UInt8(ascii: "}"), line) { throw .malformed }
    }

    mutating func skipArray(_ line: Span<UInt8>, depth: Int) throws(ScanStop) {
        if depth > maximumDepth { throw .malformed }
        offset += 1
        skipSpace(line)
        if take(UInt8(ascii: "]"), line) { return }
        repeat {
            skipSpace(line)
            try skipValue(line, depth: depth)
            skipSpace(line)
        } while take(UInt8(ascii: ","), line)
        if !take(UInt8(ascii: "]"), line) { throw .malformed }
    }

    /// Reads a name and its colon; leaves the offset at the value.
    private mutating func addMember(of object: Int, _ line: Span<UInt8>) throws(ScanStop) -> Int {
        guard offset < line.count, line[offset] == UInt8(ascii: "\"") else { throw .malformed }
        let start = offset + 1
        try skipString(line)
        let member = Member(
            object: UInt32(truncatingIfNeeded: object), nameStart: UInt32(truncatingIfNeeded: start),
            nameEnd: UInt32(truncatingIfNeeded: offset - 1))
        if repeats(member, line) { throw .malformed }
        if count == Self.capacity { throw .rare }
        skipSpace(line)
        if !take(UInt8(ascii: ":"), line) { throw .malformed }
        skipSpace(line)
        members[count] = member
        members[count].valueStart = UInt32(truncatingIfNeeded: offset)
        count += 1
        return count - 1
    }

    private func repeats(_ member: Member, _ line: Span<UInt8>) -> Bool {
        for position in 0..<count {
            let earlier = members[position]
            if earlier.object == member.object,
                earlier.nameEnd - earlier.nameStart == member.nameEnd - member.nameStart,
                Self.same(earlier.name, member.name, line)
            {
                return true
            }
        }
        return false
    }

    /// Compares two stretches of equal length.
    private static func same(_ left: Range<Int>, _ right: Range<Int>, _ line: Span<UInt8>) -> Bool {
        var step = 0
        while step < left.count {
            if line[left.lowerBound + step] != line[right.lowerBound + step] { return false }
            step += 1
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

/// Turns a text into a tape in one pass; accepts exactly the dialect and stays within the limits.
struct JSONReader {
    /// A copy of its own, so that nobody else keeps it from being wiped.
    var bytes: [UInt8]
    let limits: JSONLimits
    let dialect: JSONDialect
    let refusesDuplicates: Bool
    var offset = 0
    var tape: [JSONNode] = []
    /// Name nodes of all open objects, innermost last.
    private var openNames: [UInt32] = []
    /// Member names that an earlier sibling already has, and the first that has it, where the caller wants to report them itself.
    var duplicates: [(name: UInt32, first: UInt32)] = []

    init(_ text: Span<UInt8>, limits: JSONLimits, dialect: JSONDialect, refusesDuplicates: Bool) {
        bytes = text.withUnsafeBufferPointer { Array($0) }
        self.limits = limits
        self.dialect = dialect
        self.refusesDuplicates = refusesDuplicates
    }

    mutating func read() throws(JSONError) {
        if bytes.count > limits.bytes { throw error(.tooLarge, at: limits.bytes) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, at: 0) }
        tape.reserveCapacity(bytes.count / 16 + 4)
        try skipSpace()
        try readValue(depth: 0)
        try skipSpace()
        if offset < bytes.count { throw error(.trailingBytes) }
    }

    mutating func readValue(depth: Int) throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "{"): try readObject(depth: depth + 1)
        case UInt8(ascii: "["): try readArray(depth: depth + 1)
        case UInt8(ascii: "\""): try readString(.string, quote: UInt8(ascii: "\""))
        case UInt8(ascii: "'") where dialect == .json5: try readString(.string, quote: UInt8(ascii: "'"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readWord("true", .bool, traits: .yes)
        case UInt8(ascii: "f"): try readWord("false", .bool)
        case UInt8(ascii: "n"): try readWord("null", .null)
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func readObject(depth: Int) throws(JSONError) {
        let index = try openContainer(.object, depth: depth)
        let firstName = openNames.count
        var count = 0
        while try !close(UInt8(ascii: "}"), after: count) {
            count += 1
            if count > limits.members { throw error(.tooManyMembers) }
            try readName(firstName: firstName)
            try skipSpace()
            if try peek() != UInt8(ascii: ":") { throw error(.unexpectedByte) }
            offset += 1
            try skipSpace()
            try readValue(depth: depth)
        }
        openNames.removeLast(openNames.count - firstName)
        closeContainer(index, count: count)
    }

    private mutating func readArray(depth: Int) throws(JSONError) {
        let index = try openContainer(.array, depth: depth)
        var count = 0
        while try !close(UInt8(ascii: "]"), after: count) {
            count += 1
            try readValue(depth: depth)
        }
        closeContainer(index, count: count)
    }

    /// Steps over what stands between elements; true when the container ends here.
    private mutating func close(_ bracket: UInt8, after count: Int) throws(JSONError) -> Bool {
        try skipSpace()
        var byte = try peek()
        if count > 0, byte == UInt8(ascii: ",") {
            offset += 1
            try skipSpace()
            byte = try peek()
            if byte == bracket, dialect == .json { throw error(.unexpectedByte) }
        } else if count > 0, byte != bracket {
            throw error(.unexpectedByte)
        }
        if byte == bracket { offset += 1 }
        return byte == bracket
    }

    private mutating func openContainer(_ kind: JSONKind, depth: Int) throws(JSONError) -> Int {
        if depth > limits.depth { throw error(.tooDeep) }
        tape.append(JSONNode(kind, start: offset))
        offset += 1
        return tape.count - 1
    }

    private mutating func closeContainer(_ index: Int, count: Int) {
        tape[index].end = UInt32(offset)
        tape[index].next = UInt32(tape.count)
        tape[index].count = UInt32(count)
    }

    private mutating func readName(firstName: Int) throws(JSONError) {
        let index = tape.count
        switch try peek() {
        case UInt8(ascii: "\""): try readString(.string, quote: UInt8(ascii: "\""))
        case UInt8(ascii: "'") where dialect == .json5: try readString(.string, quote: UInt8(ascii: "'"))
        case let byte where dialect == .json5 && Self.startsBareName(byte): readBareName()
        default: throw error(.unexpectedByte)
        }
        tape[index].count = JSONText(tape[index], in: bytes).hash()
        for earlier in openNames[firstName...] where sameName(Int(earlier), index) {
            if refusesDuplicates { throw error(.duplicateMember, at: Int(tape[index].start)) }
            duplicates.append((UInt32(index), earlier))
            break
        }
        openNames.append(UInt32(index))
    }

    private func sameName(_ left: Int, _ right: Int) -> Bool {
        tape[left].count == tape[right].count
            && JSONText(tape[left], in: bytes).elementsEqual(JSONText(tape[right], in: bytes))
    }

    private mutating func readWord(
        _ word: StaticString, _ kind: JSONKind, traits: JSONNode.Traits = .none
    ) throws(JSONError) {
        let start = offset
        for index in 0..<word.utf8CodeUnitCount {
            if try peek() != word.utf8Start[index] { throw error(.unexpectedByte) }
            offset += 1
        }
        append(kind, start: start, traits: traits)
    }

    mutating func append(_ kind: JSONKind, start: Int, traits: JSONNode.Traits = .none) {
        var node = JSONNode(kind, start: start)
        node.traits = traits
        node.end = UInt32(offset)
        node.next = UInt32(tape.count + 1)
        tape.append(node)
    }

    @inline(__always)
    func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw error(.truncated) }
        return bytes[offset]
    }

    func error(_ reason: JSONError.Reason, at place: Int? = nil) -> JSONError {
        let place = place ?? offset
        return JSONError(reason, offset: place, position: JSONPosition(offset: place, in: bytes.span))
    }
}

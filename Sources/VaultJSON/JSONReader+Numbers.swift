extension JSONReader {
    /// Reads a number by the grammar of RFC 8259 §6; its size is judged only when a view asks for a value.
    mutating func readNumber() throws(JSONError) {
        let start = offset
        var traits = JSONNode.Traits.integer
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if try peek() == UInt8(ascii: "0") {
            offset += 1
            if isDigit() { throw error(.badNumber, at: start) }
        } else {
            try skipDigits(from: start)
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            traits = .none
            offset += 1
            try skipDigits(from: start)
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            traits = .none
            offset += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
            try skipDigits(from: start)
        }
        if offset - start > limits.numberLength { throw error(.numberTooLong, at: start) }
        append(.number, start: start, traits: traits)
    }

    /// At least one digit.
    private mutating func skipDigits(from start: Int) throws(JSONError) {
        _ = try peek()
        guard isDigit() else { throw error(.badNumber, at: start) }
        while isDigit() { offset += 1 }
    }

    private func isDigit() -> Bool {
        offset < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset])
    }
}

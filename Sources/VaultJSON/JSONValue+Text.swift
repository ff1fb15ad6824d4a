import Glibc

extension JSONValue {
    /// The text of a string; not for secrets, which `withUnescapedBytes` hands over without a String.
    package var string: String? {
        guard kind == .string else { return nil }
        let node = node
        if node.traits.contains(.escaped) { return String(decoding: Array(text), as: UTF8.self) }
        return String(decoding: document.bytes[node.textRange], as: UTF8.self)
    }

    /// Whether this is a string with this text, found out without making one.
    package func isString(_ other: String) -> Bool { document.isString(other.utf8, at: index) }

    /// Lends the bytes that a string stands for; nil if this is not a string.
    ///
    /// They live in the document, or, where escapes had to be resolved, in a buffer that is wiped afterwards.
    package func withUnescapedBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let node = node
        guard node.kind == .string else { return nil }
        let bytes = document.bytes
        guard node.traits.contains(.escaped) else {
            return try body(bytes.span.extracting(node.textRange))
        }
        var plain: [UInt8] = []
        // Unescaping never lengthens, so this buffer is not moved and leaves no copy behind.
        plain.reserveCapacity(node.textRange.count)
        for byte in text { plain.append(byte) }
        defer { wipe(&plain) }
        return try body(plain.span)
    }

    /// Lends the bytes as they stand in the text, quotes and brackets included.
    package func withRawBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = document.bytes
        return try body(bytes.span.extracting(node.range))
    }
}

extension JSONValue {
    /// Whether both are written with the same bytes, white space inside included; not whether they are equal values.
    package func isWritten(as other: JSONValue) -> Bool {
        let (left, right) = (rawRange, other.rawRange)
        guard left.count == right.count else { return false }
        let (mine, others) = (document.bytes, other.document.bytes)
        return JSONDocument.equal(mine.span.extracting(left), others.span.extracting(right))
    }
}

extension JSONDocument {
    /// Mostly decided by the length: members are looked up by trying one after the other.
    func isString(_ other: String.UTF8View, at index: Int) -> Bool {
        let node = tape[index]
        guard node.kind == .string else { return false }
        if node.traits.contains(.escaped) { return JSONText(node, in: bytes).elementsEqual(other) }
        let range = node.textRange
        guard range.count == other.count else { return false }
        let bytes = bytes
        return Self.equal(bytes.span.extracting(range), other.span)
    }

    /// Of equally many bytes.
    fileprivate static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard let mine = left.baseAddress, let others = right.baseAddress else {
                    return left.count == right.count
                }
                return memcmp(mine, others, left.count) == 0
            }
        }
    }
}

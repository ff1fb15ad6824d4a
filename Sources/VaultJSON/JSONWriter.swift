/// Appends JSON to a buffer: commas, quotes and escapes are its business, what it wrote is always valid up to here.
///
/// It may hold secrets: growing wipes the outgrown buffer, `wipe()` the last one.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private var depth = 0

    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: containers

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    package mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginObject()
        try body(&self)
        endObject()
    }

    package mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginArray()
        try body(&self)
        endArray()
    }

    /// The name of the next member; its value must follow.
    package mutating func name(_ name: String) {
        comma()
        quote(name)
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: values

    package mutating func string(_ value: String) {
        comma()
        quote(value)
        needsComma = true
    }

    /// A string given as UTF-8, for secrets that never were a String; what is not UTF-8 becomes U+FFFD.
    package mutating func string(bytes value: Span<UInt8>) {
        comma()
        quote(value)
        needsComma = true
    }

    @inlinable
    package mutating func integer(_ value: some BinaryInteger) {
        if let number = Int64(exactly: value) { integer(number) } else { raw(String(value)) }
    }

    /// The kind that nearly all are of: of any kind, in another module, each operation would be a call.
    package mutating func integer(_ value: Int64) {
        comma()
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
        needsComma = true
    }

    package mutating func integer(_ value: Int) { integer(Int64(value)) }

    /// A finite double; JSON has no other, so infinities and NaN become null.
    package mutating func double(_ value: Double) { raw(value.isFinite ? String(value) : "null") }

    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    package mutating func null() { raw("null") }

    /// A value that is JSON already.
    package mutating func raw(_ json: String) {
        comma()
        appendText(json)
        needsComma = true
    }

    /// A value that is JSON already.
    package mutating func raw(bytes json: Span<UInt8>) {
        comma()
        append(json)
        needsComma = true
    }

    /// Ends a line, as the protocol's frames want it; the next value starts anew.
    package mutating func newline() {
        precondition(depth == 0, "a container is still open")
        append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: buffer

    /// Empties the writer, keeps the buffer.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
        depth = 0
    }

    /// Overwrites and empties the writer. A copy of `bytes` that someone still holds stays as it is.
    package mutating func wipe() {
        VaultJSON.wipe(&bytes)
        removeAll()
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        append(bracket)
        needsComma = false
        depth += 1
    }

    private mutating func close(_ bracket: UInt8) {
        precondition(depth > 0, "no container is open")
        append(bracket)
        needsComma = true
        depth -= 1
    }

    private mutating func comma() {
        if needsComma { append(UInt8(ascii: ",")) }
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        bytes.append(byte)
    }

    /// A text that holds nothing to escape.
    mutating func append(quoting plain: Span<UInt8>) {
        reserve(plain.count + 2)
        bytes.append(UInt8(ascii: "\""))
        plain.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Without a String, which costs many times what the digits do.
    private mutating func append(decimal number: UInt64) {
        let most = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { digits in
            var (rest, start) = (number, most)
            repeat {
                start -= 1
                digits.initializeElement(at: start, to: UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            reserve(most - start)
            bytes.append(contentsOf: digits[start...])
        }
    }

    mutating func append(_ span: Span<UInt8>) {
        reserve(span.count)
        span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    mutating func appendText(_ text: String) {
        append(text.utf8.span)
    }

    private mutating func reserve(_ count: Int) {
        guard bytes.count + count > bytes.capacity else { return }
        var larger: [UInt8] = []
        larger.reserveCapacity(max(bytes.capacity * 2, bytes.count + count))
        larger.append(contentsOf: bytes)
        swap(&bytes, &larger)
        VaultJSON.wipe(&larger)
    }
}

/// Appends JSON to a buffer: commas, quotes and escapes are its business, what it wrote is always valid up to here.
///
/// It may hold secrets: growing wipes the outgrown buffer, `wipe()` the last one.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    var needsComma = false
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
        quote(name.utf8.span, then: UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: values

    package mutating func string(_ value: String) { string(bytes: value.utf8.span) }

    /// A string given as UTF-8, for secrets that never were a String; what is not UTF-8 becomes U+FFFD.
    package mutating func string(bytes value: Span<UInt8>) {
        quote(value)
        needsComma = true
    }

    @inlinable
    package mutating func integer(_ value: some BinaryInteger) {
        if let number = Int64(exactly: value) { integer(number) } else { raw(String(value)) }
    }

    /// The kind that nearly all are of: of any kind, in another module, each operation would be a call.
    package mutating func integer(_ value: Int64) {
        let digits = Self.digits(of: value.magnitude)
        let comma = needsComma ? 1 : 0
        let sign = value < 0 ? 1 : 0
        put(comma + sign + digits) { place in
            if comma > 0 { place[0] = UInt8(ascii: ",") }
            if sign > 0 { place[comma] = UInt8(ascii: "-") }
            Self.write(value.magnitude, digits: digits, to: place + comma + sign)
        }
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
        let comma = needsComma ? 1 : 0
        put(comma + 1) { place in
            if comma > 0 { place[0] = UInt8(ascii: ",") }
            place[comma] = bracket
        }
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

    mutating func append(_ byte: UInt8) { put(1) { place in place[0] = byte } }

    mutating func append(_ span: Span<UInt8>) {
        span.withUnsafeBufferPointer { text in
            put(text.count) { place in Self.copy(text, to: place) }
        }
    }

    mutating func appendText(_ text: String) {
        append(text.utf8.span)
    }

    /// So many bytes more, all of which `write` fills in.
    @inline(__always)
    mutating func put(_ count: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) {
        if bytes.count + count > bytes.capacity { grow(by: count) }
        bytes.append(addingCapacity: count) { space in
            space.withUnsafeMutableBufferPointer { space, written in
                guard let start = space.baseAddress else { return }
                write(start)
                written = count
            }
        }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        var larger: [UInt8] = []
        larger.reserveCapacity(max(bytes.capacity * 2, bytes.count + count))
        larger.append(contentsOf: bytes)
        swap(&bytes, &larger)
        VaultJSON.wipe(&larger)
    }
}

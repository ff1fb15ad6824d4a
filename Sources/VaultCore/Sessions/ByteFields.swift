/// Texts one after the other, each with its length before it, or the mark of a missing one: the plaintext of what is sealed as
/// a whole.
package struct ByteFields: ~Copyable {
    private static let missing = UInt32.max
    private var bytes: [UInt8] = []

    package init() {}

    deinit {
        var bytes = bytes
        bytes.withUnsafeMutableBytes { Secret.wipe($0) }
    }

    package mutating func add(_ text: String?) {
        guard let text else { return add(length: Self.missing) }
        add(length: UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func add(_ secret: Secret?) {
        guard let secret else { return add(length: Self.missing) }
        add(length: UInt32(secret.count))
        secret.withBytes { bytes.append(contentsOf: $0) }
    }

    package consuming func sealed() -> Secret { Secret(copying: bytes) }

    private mutating func add(length: UInt32) {
        withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Takes the fields out again, in their order.
    package struct Reader {
        private let source: Secret
        private var place = 0

        package init(_ source: Secret) { self.source = source }

        /// Whether all of it was read.
        package var isAtEnd: Bool { place == source.count }

        package mutating func text() throws(InvalidValue) -> String? {
            guard let range = try next() else { return nil }
            return source.withBytes { String(decoding: $0[range], as: UTF8.self) }
        }

        package mutating func secret() throws(InvalidValue) -> Secret? {
            guard let range = try next() else { return nil }
            return source.withBytes { Secret(copying: UnsafeRawBufferPointer(rebasing: $0[range])) }
        }

        private mutating func next() throws(InvalidValue) -> Range<Int>? {
            let flaw = InvalidValue(field: "record", problem: "does not read back")
            guard place + 4 <= source.count else { throw flaw }
            let length = source.withBytes {
                UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            }
            place += 4
            if length == ByteFields.missing { return nil }
            guard Int(length) <= source.count - place else { throw flaw }
            defer { place += Int(length) }
            return place..<place + Int(length)
        }
    }
}

import VaultCore

/// What a ciphertext is bound to, as bytes: every field with its length before it, so that no two lists of fields give the
/// same bytes.
struct AssociatedData: ~Copyable {
    /// Goes up when the meaning or the order of the fields changes.
    static let schemaVersion: Int64 = 1
    private static let lengthBytes = 4

    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var used = 0

    private init(_ space: UnsafeMutableRawBufferPointer) {
        let bytes = space.assumingMemoryBound(to: UInt8.self)
        guard let start = bytes.baseAddress else { preconditionFailure("associated data is never empty") }
        base = start
        capacity = bytes.count
    }

    /// What all associated data of one kind and store begin with; made once per keyring.
    struct Prefix: Sendable {
        fileprivate let bytes: [UInt8]

        init(_ kind: String, storeID: [UInt8]) {
            let size = field(kind.utf8.count) + number + field(storeID.count)
            bytes = [UInt8](unsafeUninitializedCapacity: size) { space, count in
                var data = AssociatedData(UnsafeMutableRawBufferPointer(space))
                data.append(kind)
                data.append(schemaVersion)
                storeID.withUnsafeBytes { data.append($0) }
                count = data.used
            }
        }

        static func secret(storeID: [UInt8]) -> Prefix { Prefix("secret", storeID: storeID) }
        static func recordKey(storeID: [UInt8]) -> Prefix { Prefix("record key", storeID: storeID) }
        static func masterKey(storeID: [UInt8]) -> Prefix { Prefix("master key", storeID: storeID) }
    }

    /// Calls `body` with the associated data of a secret. The record key stands for the key id: it is the record's own, and
    /// the master key that wraps it may change without any secret being sealed anew.
    @inline(__always)
    static func withSecret<Result>(
        _ context: SealContext, _ prefix: Prefix, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let place = context.place.rawValue
        let (provider, subject, account) = (context.owner.provider, context.owner.subject, context.owner.account)
        let size =
            prefix.bytes.count + field(place.utf8.count) + number + field(provider.utf8.count)
            + field(subject.utf8.count) + field(account.utf8.count) + number + number
            + field(context.detail.utf8.count)
        return with(size) { data in
            data.begin(prefix)
            data.append(place)
            data.append(context.record)
            data.append(provider)
            data.append(subject)
            data.append(account)
            data.append(context.generation.number)
            data.append(context.record)
            data.append(context.detail)
        } _: {
            body($0)
        }
    }

    /// Of a record key under a master key.
    @inline(__always)
    static func withRecordKey<Result>(
        record: Int64, masterKey: MasterKeyVersion, _ prefix: Prefix, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        with(prefix.bytes.count + number + number) { data in
            data.begin(prefix)
            data.append(record)
            data.append(masterKey.number)
        } _: {
            body($0)
        }
    }

    /// Of a master key under the seal key.
    static func withMasterKey<Result>(
        _ version: MasterKeyVersion, _ prefix: Prefix, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        with(prefix.bytes.count + number) { data in
            data.begin(prefix)
            data.append(version.number)
        } _: {
            body($0)
        }
    }

    @inline(__always)
    private static func with<Result>(
        _ size: Int, _ fill: (inout AssociatedData) -> Void, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { space in
            var data = AssociatedData(space)
            fill(&data)
            return body(UnsafeRawBufferPointer(start: data.base, count: data.used))
        }
    }
}

extension AssociatedData {
    private static var number: Int { lengthBytes + MemoryLayout<Int64>.size }
    private static func field(_ bytes: Int) -> Int { lengthBytes + bytes }

    @inline(__always)
    private mutating func begin(_ prefix: Prefix) {
        prefix.bytes.withUnsafeBytes { copy($0) }
    }

    @inline(__always)
    private mutating func append(_ text: String) {
        // Native strings are contiguous; nothing else exists without Foundation.
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        precondition(done != nil, "a text is not contiguous")
    }

    @inline(__always)
    private mutating func append(_ value: Int64) {
        appendLength(MemoryLayout<Int64>.size)
        withUnsafeBytes(of: value.littleEndian) { copy($0) }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        appendLength(bytes.count)
        copy(bytes)
    }

    @inline(__always)
    private mutating func appendLength(_ count: Int) {
        withUnsafeBytes(of: UInt32(count).littleEndian) { copy($0) }
    }

    @inline(__always)
    private mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= capacity - used, "the size of associated data was miscounted")
        guard let source = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(base + used).copyMemory(from: source, byteCount: bytes.count)
        used += bytes.count
    }
}

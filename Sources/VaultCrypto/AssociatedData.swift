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

    /// Calls `body` with the associated data of a secret. The record key stands for the key id: it is the record's own, and
    /// the master key that wraps it may change without any secret being sealed anew.
    @inline(__always)
    static func withSecret<Result>(
        _ context: SealContext, storeID: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let key = context.key
        let size =
            field("secret") + number + field(storeID) + field(context.place.rawValue) + number
            + field(key.provider.text) + field(key.subject.text) + field(key.account.text) + number + number
            + field(context.detail)
        return with(size) { data in
            data.begin("secret", storeID)
            data.append(context.place.rawValue)
            data.append(context.record)
            data.append(key.provider.text)
            data.append(key.subject.text)
            data.append(key.account.text)
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
        record: Int64, masterKey: MasterKeyVersion, storeID: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        with(field("record key") + number + field(storeID) + number + number) { data in
            data.begin("record key", storeID)
            data.append(record)
            data.append(masterKey.number)
        } _: {
            body($0)
        }
    }

    /// Of a master key under the seal key.
    static func withMasterKey<Result>(
        _ version: MasterKeyVersion, storeID: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        with(field("master key") + number + field(storeID) + number) { data in
            data.begin("master key", storeID)
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
    private static func field(_ text: String) -> Int { lengthBytes + text.utf8.count }
    private static func field(_ bytes: [UInt8]) -> Int { lengthBytes + bytes.count }

    private mutating func begin(_ kind: String, _ storeID: [UInt8]) {
        append(kind)
        append(Self.schemaVersion)
        storeID.withUnsafeBytes { append($0) }
    }

    private mutating func append(_ text: String) {
        text.utf8.span.withUnsafeBytes { append($0) }
    }

    private mutating func append(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(used + Self.lengthBytes + bytes.count <= capacity, "the size of associated data was miscounted")
        let start = UnsafeMutableRawPointer(base + used)
        start.storeBytes(of: UInt32(bytes.count).littleEndian, as: UInt32.self)
        if let source = bytes.baseAddress {
            (start + Self.lengthBytes).copyMemory(from: source, byteCount: bytes.count)
        }
        used += Self.lengthBytes + bytes.count
    }
}

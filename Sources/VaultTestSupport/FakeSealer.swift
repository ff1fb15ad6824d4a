import Synchronization
package import VaultCore

/// Keeps the `Sealer` port without any cryptography: a sealed blob tells its context, its key and a checksum, and opens only
/// where all of them are right. It hides nothing.
package final class FakeSealer: Sealer, MasterKeyring {
    private struct State {
        var isLocked = false
        var serial: Int64 = 0
        var failure: SealFailure?
        var opened = 0
        var active = MasterKeyVersion(number: 1)
        var known: Set<MasterKeyVersion> = [MasterKeyVersion(number: 1)]
    }

    /// Stands for the store id: blobs of another number do not open.
    private let store: Int64
    private let state = Mutex(State())

    package init(store: Int64 = 1) { self.store = store }

    /// From now on every call throws `.isSealed`.
    package func lock() { state.withLock { $0.isLocked = true } }

    package func unlock() { state.withLock { $0.isLocked = false } }

    /// Every call throws this until it is set to nil.
    package func fail(with failure: SealFailure?) { state.withLock { $0.failure = failure } }

    /// How many blobs were opened so far.
    package var openedCount: Int { state.withLock { $0.opened } }

    package func makeRecordKey(record: Int64) throws(SealFailure) -> WrappedRecordKey {
        try ready()
        let serial = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        var bytes: [UInt8] = []
        Self.append(store, record, serial, to: &bytes)
        return WrappedRecordKey(masterKey: state.withLock { $0.active }, bytes: Self.checked(bytes))
    }

    package func seal(
        _ secret: Secret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        try ready()
        var bytes = try binding(key, context)
        secret.withBytes { bytes.append(contentsOf: $0.map { $0 ^ Self.mask }) }
        return SealedSecret(bytes: Self.checked(bytes))
    }

    package func seal(
        _ secret: Secret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        try seal(secret, under: key, in: Self.context(context, with: half))
    }

    package func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, with half: Secret, in context: SealContext
    ) throws(SealFailure) -> Secret {
        try open(sealed, under: key, in: Self.context(context, with: half))
    }

    private static func context(_ context: SealContext, with half: Secret) -> SealContext {
        let sum = half.withBytes { checksum(of: Array($0)) }
        return SealContext(
            place: context.place, record: context.record, owner: context.owner, generation: context.generation,
            detail: context.detail + "\u{1F}\(sum)")
    }

    package func tag(
        of secret: Secret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> [UInt8] {
        try ready()
        var bytes = try binding(key, context)
        secret.withBytes { bytes.append(contentsOf: $0) }
        var tag: [UInt8] = []
        for number in 0..<4 { Self.append(Self.checksum(of: bytes + [UInt8(number)]), to: &tag) }
        return tag
    }

    package func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> Secret {
        try ready()
        let binding = try binding(key, context)
        guard let bytes = Self.unchecked(sealed.bytes), bytes.starts(with: binding) else { throw .doesNotOpen }
        state.withLock { $0.opened += 1 }
        return Secret(copying: bytes.dropFirst(binding.count).map { $0 ^ Self.mask })
    }
}

extension FakeSealer {
    package func makeMasterKey(_ version: MasterKeyVersion) throws(SealFailure) -> [UInt8] {
        try ready()
        return [UInt8(truncatingIfNeeded: version.number)] + Array("master key".utf8)
    }

    package func follow(_ stored: [StoredMasterKey]) throws(SealFailure) {
        try ready()
        state.withLock { state in
            state.known = Set(stored.filter { $0.state != .destroyed }.map(\.version))
            if let active = stored.first(where: { $0.state == .active }) { state.active = active.version }
        }
    }

    package func rewrap(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) -> WrappedRecordKey {
        try ready()
        _ = try unwrapped(key, of: record)
        return WrappedRecordKey(masterKey: state.withLock { $0.active }, bytes: key.bytes)
    }

    package func check(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) {
        try ready()
        _ = try unwrapped(key, of: record)
    }
}

extension FakeSealer {
    private static let mask: UInt8 = 0x5A

    private func ready() throws(SealFailure) {
        let failure = state.withLock { $0.isLocked ? SealFailure.isSealed : $0.failure }
        if let failure { throw failure }
    }

    private func binding(_ key: WrappedRecordKey, _ context: SealContext) throws(SealFailure) -> [UInt8] {
        let bytes = try unwrapped(key, of: context.record)
        var binding: [UInt8] = []
        Self.append(store, context.record, context.generation.number, to: &binding)
        let texts = [
            context.place.rawValue, context.owner.provider, context.owner.subject, context.owner.account,
            context.detail,
        ]
        for text in texts {
            Self.append(Int64(text.utf8.count), to: &binding)
            binding.append(contentsOf: text.utf8)
        }
        return binding + bytes
    }

    private func unwrapped(_ key: WrappedRecordKey, of record: Int64) throws(SealFailure) -> [UInt8] {
        guard state.withLock({ $0.known.contains(key.masterKey) }) else { throw .unknownMasterKey(key.masterKey) }
        var owner: [UInt8] = []
        Self.append(store, record, to: &owner)
        guard let bytes = Self.unchecked(key.bytes), bytes.starts(with: owner) else { throw .doesNotOpen }
        return bytes
    }

    private static func append(_ numbers: Int64..., to bytes: inout [UInt8]) {
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    }

    private static func checked(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        append(checksum(of: bytes), to: &result)
        return result
    }

    private static func unchecked(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 8 else { return nil }
        let body = Array(bytes.dropLast(8))
        return checked(body) == bytes ? body : nil
    }

    /// FNV-1a: any single changed byte changes it.
    private static func checksum(of bytes: [UInt8]) -> Int64 {
        Int64(
            bitPattern: bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    }
}

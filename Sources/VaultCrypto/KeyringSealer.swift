import CSodium
import Synchronization
package import VaultCore

/// Keeps the `Sealer` port with a keyring: a record key is in clear only in guarded scratch and only while one call works
/// with it.
package final class KeyringSealer: Sealer {
    struct State {
        /// A call takes its own reference, so that `lock` never pulls a key from under it: the keys are wiped when the
        /// last call that had begun before has returned, microseconds later.
        var keyring: Keyring?
        /// As many blocks as calls ever ran at once, at most `keptScratches`; all of them wiped.
        var free: [Scratch]
    }

    static let keptScratches = 64
    let state: Mutex<State>

    /// - Parameter keyring: nil for a sealer that starts locked.
    package init(_ keyring: Keyring?) {
        var free: [Scratch] = []
        free.reserveCapacity(Self.keptScratches)
        state = Mutex(State(keyring: keyring, free: free))
    }

    /// Lets go of all keys, the seal key included; from now on every call throws `.isSealed`.
    package func lock() { state.withLock { $0.keyring = nil } }

    /// Works with this keyring from now on, whether it was locked or had another.
    package func unlock(with keyring: Keyring) { state.withLock { $0.keyring = keyring } }

    /// The same where it is not locked: a change of keys that was under way must not unseal what was sealed meanwhile.
    ///
    /// - Returns: false while locked.
    package func replace(with keyring: Keyring) -> Bool {
        state.withLock { state in
            guard state.keyring != nil else { return false }
            state.keyring = keyring
            return true
        }
    }

    package var isLocked: Bool { state.withLock { $0.keyring == nil } }

    /// The keyring in use; nil while locked. Whoever keeps it keeps its keys from being wiped.
    package var keyring: Keyring? { state.withLock { $0.keyring } }

    package func makeRecordKey(record: Int64) throws(SealFailure) -> WrappedRecordKey {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        randombytes_buf(scratch.recordKey, GuardedKey.byteCount)
        return try Self.wrap(scratch, of: record, keyring)
    }

    package func seal(
        _ secret: Secret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        try seal(secret, key, nil, context)
    }

    package func sealUnderNewKey(
        _ secret: Secret, in context: SealContext
    ) throws(SealFailure) -> (key: WrappedRecordKey, sealed: SealedSecret) {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        randombytes_buf(scratch.recordKey, GuardedKey.byteCount)
        let key = try Self.wrap(scratch, of: context.record, keyring)
        return (key, try Self.seal(secret, with: scratch, context, keyring))
    }

    package func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> Secret {
        try open(sealed, key, nil, context)
    }

    package func tag(
        of secret: Secret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> [UInt8] {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        try Self.unwrap(key, of: context.record, keyring, into: scratch)
        let tag = AssociatedData.withSecret(context, keyring.secretPrefix) { associated in
            secret.withBytes { SecretTag.make(of: $0, associated: associated, key: scratch.recordKey) }
        }
        guard let tag else { throw .cryptoFailed }
        return tag
    }

    func seal(
        _ secret: Secret, _ key: WrappedRecordKey, _ half: Secret?, _ context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        try Self.unwrap(key, of: context.record, keyring, into: scratch)
        if let half { try SplitKey.join(scratch.recordKey, half) }
        return try Self.seal(secret, with: scratch, context, keyring)
    }

    /// Under the record key that the scratch holds.
    private static func seal(
        _ secret: Secret, with scratch: Scratch, _ context: SealContext, _ keyring: Keyring
    ) throws(SealFailure) -> SealedSecret {
        let sealed = AssociatedData.withSecret(context, keyring.secretPrefix) { associated in
            secret.withBytes { plaintext in
                Envelope.sealed(plaintext, key: scratch.recordKey, associated: associated, derived: scratch.derived)
            }
        }
        guard let sealed else { throw .cryptoFailed }
        return SealedSecret(bytes: sealed)
    }

    func open(
        _ sealed: SealedSecret, _ key: WrappedRecordKey, _ half: Secret?, _ context: SealContext
    ) throws(SealFailure) -> Secret {
        let (keyring, scratch) = try take()
        defer { giveBack(scratch) }
        guard sealed.bytes.count >= Envelope.overhead else { throw .doesNotOpen }
        try Self.unwrap(key, of: context.record, keyring, into: scratch)
        if let half { try SplitKey.join(scratch.recordKey, half) }
        let length = sealed.bytes.count - Envelope.overhead
        // Decrypted straight into the memory of the secret, which wipes itself when the ciphertext does not open.
        return try Secret(capacity: max(1, length)) { space throws(SealFailure) in
            guard let output = space.assumingMemoryBound(to: UInt8.self).baseAddress else { throw .cryptoFailed }
            let opening = AssociatedData.withSecret(context, keyring.secretPrefix) { associated in
                Envelope.open(
                    sealed.bytes, key: scratch.recordKey, associated: associated, derived: scratch.derived,
                    into: output)
            }
            guard case .opened = opening else { throw .doesNotOpen }
            return length
        }
    }
}

extension KeyringSealer {
    /// The keyring, and scratch that nobody else has until it is given back.
    @inline(__always)
    func take() throws(SealFailure) -> (keyring: Keyring, scratch: Scratch) {
        let (keyring, kept) = state.withLock { ($0.keyring, $0.keyring == nil ? nil : $0.free.popLast()) }
        guard let keyring else { throw .isSealed }
        if let kept { return (keyring, kept) }
        do { return (keyring, try Scratch()) } catch { throw .cryptoFailed }
    }

    @inline(__always)
    func giveBack(_ scratch: Scratch) {
        scratch.wipe()
        state.withLock { if $0.free.count < Self.keptScratches { $0.free.append(scratch) } }
    }

    /// Wraps the record key that the scratch holds under the active master key.
    @inline(__always)
    static func wrap(
        _ scratch: Scratch, of record: Int64, _ keyring: Keyring
    ) throws(SealFailure) -> WrappedRecordKey {
        let master = keyring.active
        let wrapped = AssociatedData.withRecordKey(
            record: record, masterKey: master.version, keyring.recordKeyPrefix
        ) { associated in
            master.key.withPointer { masterKey in
                Envelope.sealed(
                    UnsafeRawBufferPointer(start: scratch.recordKey, count: GuardedKey.byteCount), key: masterKey,
                    associated: associated, derived: scratch.derived)
            }
        }
        guard let wrapped else { throw .cryptoFailed }
        return WrappedRecordKey(masterKey: master.version, bytes: wrapped)
    }

    @inline(__always)
    static func unwrap(
        _ key: WrappedRecordKey, of record: Int64, _ keyring: Keyring, into scratch: Scratch
    ) throws(SealFailure) {
        guard let master = keyring.key(key.masterKey) else { throw .unknownMasterKey(key.masterKey) }
        guard key.bytes.count == GuardedKey.byteCount + Envelope.overhead else { throw .doesNotOpen }
        let opening = AssociatedData.withRecordKey(
            record: record, masterKey: master.version, keyring.recordKeyPrefix
        ) { associated in
            master.key.withPointer { masterKey in
                Envelope.open(
                    key.bytes, key: masterKey, associated: associated, derived: scratch.derived,
                    into: scratch.recordKey)
            }
        }
        switch opening {
        case .opened: return
        case .wrongKey, .damaged: throw .doesNotOpen
        }
    }
}

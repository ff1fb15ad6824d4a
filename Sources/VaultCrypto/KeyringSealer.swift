import CSodium
import Synchronization
package import VaultCore

/// Keeps the `Sealer` port with a keyring: a record key is in clear only in guarded scratch and only while one call works
/// with it.
package final class KeyringSealer: Sealer {
    /// A call takes its own reference, so that `lock` never pulls a key from under it: the keys are wiped when the last
    /// call that had begun before has returned, microseconds later.
    private let keyring: Mutex<Keyring?>
    private let pool: ScratchPool

    package convenience init(_ keyring: Keyring) { self.init(keyring, pool: ScratchPool()) }

    init(_ keyring: Keyring, pool: ScratchPool) {
        self.keyring = Mutex(keyring)
        self.pool = pool
    }

    /// Lets go of all keys; from now on every call throws `.isSealed`.
    package func lock() { keyring.withLock { $0 = nil } }

    package var isLocked: Bool { keyring.withLock { $0 == nil } }

    package func makeRecordKey(record: Int64) throws(SealFailure) -> WrappedRecordKey {
        let keyring = try current()
        let master = keyring.active
        let wrapped = try withScratch { scratch in
            randombytes_buf(scratch.recordKey, GuardedKey.byteCount)
            return AssociatedData.withRecordKey(
                record: record, masterKey: master.version, storeID: keyring.storeID
            ) { associated in
                master.key.withPointer { masterKey in
                    Envelope.sealed(
                        UnsafeRawBufferPointer(start: scratch.recordKey, count: GuardedKey.byteCount),
                        key: masterKey, associated: associated, derived: scratch.derived)
                }
            }
        }
        guard let wrapped else { throw .cryptoFailed }
        return WrappedRecordKey(masterKey: master.version, bytes: wrapped)
    }

    package func seal(
        _ secret: Secret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> SealedSecret {
        let keyring = try current()
        let master = try Self.master(key, in: keyring)
        let outcome: Outcome<[UInt8]> = try withScratch { scratch in
            guard Self.unwrap(key, context.record, master, keyring, scratch) else { return .failed(.doesNotOpen) }
            let sealed = secret.withBytes { plaintext in
                AssociatedData.withSecret(context, storeID: keyring.storeID) { associated in
                    Envelope.sealed(
                        plaintext, key: scratch.recordKey, associated: associated, derived: scratch.derived)
                }
            }
            guard let sealed else { return .failed(.cryptoFailed) }
            return .done(sealed)
        }
        return SealedSecret(bytes: try outcome.get())
    }

    package func open(
        _ sealed: SealedSecret, under key: WrappedRecordKey, in context: SealContext
    ) throws(SealFailure) -> Secret {
        let keyring = try current()
        let master = try Self.master(key, in: keyring)
        let outcome: Outcome<Secret> = try withScratch { scratch in
            guard sealed.bytes.count >= Envelope.overhead,
                Self.unwrap(key, context.record, master, keyring, scratch)
            else { return .failed(.doesNotOpen) }
            return AssociatedData.withSecret(context, storeID: keyring.storeID) { associated in
                Self.secret(in: sealed.bytes, associated: associated, scratch)
            }
        }
        return try outcome.get()
    }
}

extension KeyringSealer {
    /// What a closure that must not throw hands out: standard closures of Mutex and buffers rethrow untyped.
    private enum Outcome<Value> {
        case done(Value)
        case failed(SealFailure)

        func get() throws(SealFailure) -> Value {
            switch self {
            case .done(let value): return value
            case .failed(let failure): throw failure
            }
        }
    }

    private func current() throws(SealFailure) -> Keyring {
        guard let keyring = keyring.withLock({ $0 }) else { throw .isSealed }
        return keyring
    }

    private func withScratch<Result>(_ body: (Scratch) -> Result) throws(SealFailure) -> Result {
        do { return try pool.withScratch(body) } catch { throw .cryptoFailed }
    }

    private static func master(_ key: WrappedRecordKey, in keyring: Keyring) throws(SealFailure) -> MasterKey {
        guard let master = keyring.key(key.masterKey) else { throw .unknownMasterKey(key.masterKey) }
        return master
    }

    /// Puts the record key into the scratch.
    private static func unwrap(
        _ key: WrappedRecordKey, _ record: Int64, _ master: MasterKey, _ keyring: Keyring, _ scratch: Scratch
    ) -> Bool {
        guard key.bytes.count == GuardedKey.byteCount + Envelope.overhead else { return false }
        let opening = AssociatedData.withRecordKey(
            record: record, masterKey: master.version, storeID: keyring.storeID
        ) { associated in
            master.key.withPointer { masterKey in
                Envelope.open(
                    key.bytes, key: masterKey, associated: associated, derived: scratch.derived,
                    into: scratch.recordKey)
            }
        }
        switch opening {
        case .opened: return true
        case .wrongKey, .damaged: return false
        }
    }

    /// Decrypts straight into the memory of the secret, which wipes itself when the ciphertext does not open.
    private static func secret(
        in sealed: [UInt8], associated: UnsafeRawBufferPointer, _ scratch: Scratch
    ) -> Outcome<Secret> {
        let length = sealed.count - Envelope.overhead
        do throws(SealFailure) {
            let secret = try Secret(capacity: max(1, length)) { space throws(SealFailure) in
                guard let output = space.assumingMemoryBound(to: UInt8.self).baseAddress else { throw .cryptoFailed }
                let opening = Envelope.open(
                    sealed, key: scratch.recordKey, associated: associated, derived: scratch.derived, into: output)
                guard case .opened = opening else { throw .doesNotOpen }
                return length
            }
            return .done(secret)
        } catch {
            return .failed(error)
        }
    }
}

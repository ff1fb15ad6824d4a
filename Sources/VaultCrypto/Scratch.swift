/// Guarded memory in which an unwrapped record key rests while one call works with it.
final class Scratch: Sendable {
    private let memory: GuardedMemory

    init() throws(SodiumFailure) {
        memory = try GuardedMemory(count: GuardedKey.byteCount + Envelope.derivedBytes)
    }

    /// Good while the scratch is held.
    var recordKey: UnsafeMutablePointer<UInt8> { memory.withPointer { $0 } }
    /// For the key and commitment that `Envelope` derives.
    var derived: UnsafeMutablePointer<UInt8> { recordKey + GuardedKey.byteCount }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: recordKey, count: memory.count) }

    func wipe() { memory.wipe() }
}

import Synchronization

/// Guarded memory in which an unwrapped record key rests while one call works with it.
final class Scratch: Sendable {
    private let memory: GuardedMemory

    init() throws(SodiumFailure) {
        memory = try GuardedMemory(count: GuardedKey.byteCount + Envelope.derivedBytes)
    }

    /// Good while a call of `ScratchPool.withScratch` runs, which holds the block.
    var recordKey: UnsafeMutablePointer<UInt8> { memory.withPointer { $0 } }
    /// For the key and commitment that `Envelope` derives.
    var derived: UnsafeMutablePointer<UInt8> { recordKey + GuardedKey.byteCount }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: recordKey, count: memory.count) }

    func wipe() { memory.wipe() }
}

/// Lends scratch and wipes it when it comes back: as many blocks as calls ever ran at once, at most `capacity` kept.
final class ScratchPool: Sendable {
    private let capacity: Int
    private let free: Mutex<[Scratch]>

    init(capacity: Int = 64) {
        self.capacity = capacity
        var blocks: [Scratch] = []
        blocks.reserveCapacity(capacity)
        free = Mutex(blocks)
    }

    @inline(__always)
    func withScratch<Result>(_ body: (Scratch) -> Result) throws(SodiumFailure) -> Result {
        let scratch: Scratch
        if let kept = free.withLock({ $0.popLast() }) {
            scratch = kept
        } else {
            scratch = try Scratch()
        }
        let result = body(scratch)
        scratch.wipe()
        free.withLock { if $0.count < capacity { $0.append(scratch) } }
        return result
    }
}

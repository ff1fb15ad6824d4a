/// A fast hash of bytes under a key that only this process knows, for tables whose keys come from outside.
///
/// Folded multiplication as in wyhash: not cryptography, but without the key nobody can aim at a bucket. The standard
/// library's SipHash costs about four times as much on a grant handle.
struct ByteHash {
    private let seed: UInt64
    private let factor: UInt64

    /// - Parameter random: for tests; the system's generator otherwise.
    init(using random: inout some RandomNumberGenerator) {
        seed = random.next()
        factor = random.next() | 1
    }

    /// - Parameter state: where to go on from; gives texts of different kinds different hashes.
    @inline(__always)
    func hash(_ bytes: UnsafeRawBufferPointer, from state: UInt64) -> UInt64 {
        guard let base = bytes.baseAddress else { return mix(state ^ seed, 0) }
        let count = bytes.count
        var state = state ^ seed
        var offset = 0
        while offset + 8 < count {
            state = mix(state, base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        // Apart from the words before it, so that no text hashes like a longer one.
        return mix(mix(state, Self.tail(base, count)), UInt64(count))
    }

    @inline(__always)
    func hash(_ number: Int64, from state: UInt64) -> UInt64 {
        mix(mix(state ^ seed, UInt64(bitPattern: number)), 8)
    }

    @inline(__always)
    private func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: factor)
        return product.high ^ product.low ^ word
    }

    /// The last eight bytes, some of them perhaps once more; all there are of a shorter text.
    @inline(__always)
    private static func tail(_ base: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 8 { return base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) }
        if count >= 4 {
            let last = base.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return UInt64(base.loadUnaligned(as: UInt32.self)) << 32 | UInt64(last)
        }
        var word: UInt64 = 0
        for offset in 0..<count { word = word << 8 | UInt64(base.load(fromByteOffset: offset, as: UInt8.self)) }
        return word
    }
}

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
        while offset + 8 <= count {
            state = mix(state, base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        return mix(state, Self.tail(base, from: offset, count) ^ UInt64(count) << 56)
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

    /// The last up to seven bytes as one word.
    @inline(__always)
    private static func tail(_ base: UnsafeRawPointer, from offset: Int, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        var offset = offset
        while offset < count {
            word = word << 8 | UInt64(base.load(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        return word
    }
}

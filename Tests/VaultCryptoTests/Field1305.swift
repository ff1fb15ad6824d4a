/// A number modulo 2^130 − 5, Poly1305's field, in five limbs of 26 bits: enough arithmetic to solve for a ciphertext.
struct Field1305: Equatable {
    private var limbs: [Int64]

    init(_ number: Int64 = 0) { self.init(limbs: [number, 0, 0, 0, 0]) }

    /// The little-endian number of at most 130 bits.
    init(_ bytes: [UInt8]) {
        var limbs = [Int64](repeating: 0, count: 5)
        for bit in 0..<(bytes.count * 8) where bytes[bit / 8] >> UInt8(bit % 8) & 1 == 1 {
            limbs[bit / 26] |= 1 << Int64(bit % 26)
        }
        self.init(limbs: limbs)
    }

    private init(limbs: [Int64]) {
        self.limbs = limbs
        reduce()
    }

    /// 17 little-endian bytes.
    var bytes: [UInt8] {
        (0..<17).map { index in
            (0..<8).reduce(0 as UInt8) { byte, bit in
                let position = index * 8 + bit
                guard position < 130 else { return byte }
                return byte | UInt8(limbs[position / 26] >> Int64(position % 26) & 1) << UInt8(bit)
            }
        }
    }

    var inverse: Field1305 {
        // Fermat: to the power of p − 2 = 2^130 − 7, all bits set but bits 1 and 2.
        var (result, power) = (Field1305(1), self)
        for bit in 0..<130 {
            if bit != 1 && bit != 2 { result = result * power }
            power = power * power
        }
        return result
    }

    static func + (left: Field1305, right: Field1305) -> Field1305 {
        Field1305(limbs: zip(left.limbs, right.limbs).map { $0 + $1 })
    }

    static func - (left: Field1305, right: Field1305) -> Field1305 {
        Field1305(limbs: zip(left.limbs, right.limbs).map { $0 - $1 })
    }

    static func * (left: Field1305, right: Field1305) -> Field1305 {
        var product = [Int64](repeating: 0, count: 5)
        for (i, a) in left.limbs.enumerated() {
            for (j, b) in right.limbs.enumerated() {
                // 2^130 is 5.
                product[(i + j) % 5] += i + j < 5 ? a * b : 5 * a * b
            }
        }
        return Field1305(limbs: product)
    }

    private mutating func reduce() {
        while limbs.contains(where: { $0 < 0 || $0 >> 26 != 0 }) {
            for index in 0..<5 {
                let carry = limbs[index] >> 26
                limbs[index] -= carry << 26
                if index < 4 { limbs[index + 1] += carry } else { limbs[0] += 5 * carry }
            }
        }
        let isAtLeastP = limbs[1...].allSatisfy { $0 == 1 << 26 - 1 } && limbs[0] >= 1 << 26 - 5
        if isAtLeastP { limbs = [limbs[0] - (1 << 26 - 5), 0, 0, 0, 0] }
    }
}

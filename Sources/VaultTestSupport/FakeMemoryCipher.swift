import VaultCore

/// Hides by flipping every bit that the number's last byte says, so that tests see what is hidden and with which number.
package struct FakeMemoryCipher: MemoryCipher {
    package init() {}

    package func toggle(_ bytes: UnsafeMutableRawBufferPointer, number: UInt64) {
        let mask = UInt8(truncatingIfNeeded: number) | 0x80
        for offset in bytes.indices { bytes[offset] ^= mask }
    }
}

extension FakeMemoryCipher: MemoryHash {
    /// FNV-1a: any single changed byte changes it.
    package func hash(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        bytes.reduce(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D as UInt128) {
            ($0 ^ UInt128($1)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
        }
    }
}

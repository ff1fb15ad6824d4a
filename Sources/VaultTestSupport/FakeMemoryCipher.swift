import VaultCore

/// Hides by flipping every bit that the number's last byte says, so that tests see what is hidden and with which number.
package struct FakeMemoryCipher: MemoryCipher {
    package init() {}

    package func toggle(_ bytes: UnsafeMutableRawBufferPointer, number: UInt64) {
        let mask = UInt8(truncatingIfNeeded: number) | 0x80
        for offset in bytes.indices { bytes[offset] ^= mask }
    }
}

import VaultCore

/// Leaves what it is to hide as it is, and tells no two secrets apart: for `BareVault` alone.
struct ClearMemory: MemoryCipher, MemoryHash {
    func toggle(_ bytes: UnsafeMutableRawBufferPointer, number: UInt64) {}
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt128 { 0 }
}

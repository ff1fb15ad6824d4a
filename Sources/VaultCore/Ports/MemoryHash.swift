/// Recognises secrets that were seen before without keeping them, under a key that only this process has.
package protocol MemoryHash: Sendable {
    /// A keyed hash of 128 bits: whoever does not have the key cannot tell what it is of, nor make two that are the same.
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt128
}

/// Hides bytes that rest in memory, under a key that only this process has and that is never stored.
///
/// Against whoever gets to see memory that is no longer used for anything, or a part of it: a stray read, a swap file, a
/// dump of some pages. Whoever can read all of the process finds the key too.
package protocol MemoryCipher: Sendable {
    /// Hides the bytes in place, or shows them again: the same call does both.
    ///
    /// - Parameter number: never given to two different texts.
    func toggle(_ bytes: UnsafeMutableRawBufferPointer, number: UInt64)
}

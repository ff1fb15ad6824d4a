/// SHA-256 of content that is too large to be held at once.
package protocol ContentHasher: Sendable {
    /// - Parameter next: puts the next part at the beginning of the space and tells its length: zero at the end, nil to give up.
    /// - Returns: nil if `next` gave up.
    func digest(readingBy next: (UnsafeMutableRawBufferPointer) -> Int?) -> ContentDigest?
}

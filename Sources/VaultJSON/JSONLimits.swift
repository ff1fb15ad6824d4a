/// How much a text may ask of the reader; every text is bounded before it is believed.
package struct JSONLimits: Sendable {
    /// Length of the whole text.
    package var bytes: Int
    /// Containers inside each other; 1 allows a flat object.
    package var depth: Int
    /// Members of one object.
    package var members: Int
    /// Bytes of one number.
    package var numberLength: Int

    package init(bytes: Int = 1 << 20, depth: Int = 16, members: Int = 512, numberLength: Int = 64) {
        // The reader recurses once per level, and node ranges are 32 bits wide.
        precondition(depth >= 0 && depth <= 512 && bytes >= 0 && bytes < Int(UInt32.max))
        self.bytes = bytes
        self.depth = depth
        self.members = members
        self.numberLength = numberLength
    }
}

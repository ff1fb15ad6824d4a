package import VaultCore

/// Where the parts of one call lie in its line; nothing is copied. Ranges count bytes from the start of the line.
///
/// Kept by the caller and filled anew by every `scan`, so that the hot path allocates nothing.
package struct CallOutline {
    /// The id as it is written, quotes included; nil for a notification.
    package private(set) var id: Range<Int>?
    /// nil when the name is none of ours.
    package private(set) var method: Method?
    /// The braces included; nil when there are none.
    package private(set) var params: Range<Int>?

    package init() {}

    /// Reads a line once, strictly.
    package mutating func scan(_ line: UnsafeRawBufferPointer, limits: WireLimits) -> ScanVerdict { .unclear }
}

/// What the fast scanner says about a line.
package enum ScanVerdict: Sendable {
    /// One well-formed call; the outline tells its parts.
    case call
    /// It starts like a batch; `IncomingLine` reads it.
    case batch
    /// Malformed, or well-formed in a rare way (escaped names, very many members): `IncomingLine` decides.
    case unclear
}

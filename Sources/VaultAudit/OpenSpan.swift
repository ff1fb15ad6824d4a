import VaultCore

/// The span that records are added to now.
struct OpenSpan {
    let mark: SpanMark
    /// Its own record is the first.
    let first: Int64
    /// Where that begins in the file.
    let start: Int
    /// On the clock that never jumps, in milliseconds.
    let begunAt: Int64
}

/// The most that one frame or field may carry; both sides refuse more before they allocate for it.
package enum FetchLimits {
    /// A whole frame without its length prefix: the largest body and half a megabyte of headers.
    package static let frameBytes = bodyBytes + (1 << 19)
    package static let bodyBytes = 1 << 20
    package static let urlBytes = 4096
    package static let headerCount = 32
    package static let headerNameBytes = 64
    /// A 16 KiB client secret, form-encoded and then base64-encoded for HTTP Basic, still fits.
    package static let headerValueBytes = 1 << 17
    /// Longer response headers than this are dropped, not cut: a cut value is a different value.
    package static let responseHeaderBytes = 512
    package static let deadlineMilliseconds: UInt32 = 600_000
}

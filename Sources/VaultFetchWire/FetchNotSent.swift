/// Why a request certainly did not reach the server: no byte of its body left this machine.
package enum FetchNotSent: UInt8, Sendable, Equatable, CaseIterable {
    /// The address or a header cannot be sent at all.
    case badRequest = 1
    case nameNotResolved = 2
    case connectionRefused = 3
    /// The handshake or the certificate check failed.
    case tlsFailed = 4
    /// No connection for another reason (no route, connection reset before the request).
    case connectionFailed = 5
    /// The deadline passed while the connection was still being made.
    case deadline = 6
    /// The process is stopping, or has too many requests open.
    case notAccepted = 7
}

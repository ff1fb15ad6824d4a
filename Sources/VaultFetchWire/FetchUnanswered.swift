/// Why nobody can say what the server did with a request.
package enum FetchUnanswered: UInt8, Sendable, Equatable, CaseIterable {
    case deadline = 1
    /// The connection ended before the whole answer was there.
    case connectionLost = 2
    /// The answer was not HTTP.
    case notHTTP = 3
    /// The fetching process is stopping or died.
    case processEnded = 4
    /// There was probably no connection; without a body nothing proves it.
    case unreachable = 5
    /// There was probably no TLS; without a body nothing proves it.
    case tlsFailed = 6
}

/// An error as it goes over the wire: the JSON-RPC error object with our `data` (DESIGN §4).
package struct WireError: Error, Hashable, Sendable {
    package var type: ErrorType
    /// One lower-case sentence.
    package var message: String
    package var retryAfterMilliseconds: Int64?
    package var claims: String?
    package var providerError: String?
    package var reason: String?
    /// The parameter that was wrong.
    package var field: String?
    /// The scopes that go beyond.
    package var scopes: [String]?
    package var provider: String?
    /// The sign-in that is wanted, as an authentication request takes it (OpenID Connect Core 3.1.2.1, RFC 9470 section 3).
    package var acrValues: String?
    /// The methods that it must have used.
    package var amrValues: [String]?
    /// Its age at most, in seconds.
    package var maximumAge: Int64?

    package init(_ type: ErrorType, _ message: String) {
        self.type = type
        self.message = message
    }

    package var code: Int { type.code }
    package var retryable: Bool { type.isRetryable }
}

/// Errors that only the frame itself can have.
extension WireError {
    /// - Parameter problem: a clause that says what was wrong and where, without the content.
    package static func parseError(_ problem: String) -> WireError {
        WireError(.parseError, "the line could not be read as JSON, at \(problem): send one JSON-RPC 2.0 call per line")
    }

    package static func invalidRequest(_ problem: String) -> WireError {
        WireError(.invalidRequest, "the line is JSON but no JSON-RPC 2.0 call: \(problem)")
    }

    /// The name that was asked for is not repeated: it may be anything.
    package static let methodNotFound = WireError(
        .methodNotFound, "there is no such method on this socket: rpc.discover lists those there are")

    /// For a line that is longer than the limit; it was not read, and the connection is closed after this.
    package static func frameTooLong(limit: Int) -> WireError {
        WireError(.invalidRequest, "the line is longer than the \(limit) bytes allowed: send a smaller call")
    }
}

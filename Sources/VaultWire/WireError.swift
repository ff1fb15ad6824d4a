/// An error as it goes over the wire: the JSON-RPC error object with our `data` (DESIGN §4).
package struct WireError: Error, Hashable, Sendable {
    package var code: Int
    /// `data.type`: the stable word that programs branch on.
    package var type: String
    /// One lower-case sentence.
    package var message: String
    /// Whether the same call may succeed later although nobody changes anything about it.
    package var retryable = false
    package var retryAfterMilliseconds: Int64?
    package var claims: String?
    package var providerError: String?
    package var reason: String?
    /// The parameter that was wrong.
    package var field: String?
    /// The scopes that go beyond.
    package var scopes: [String]?
    package var provider: String?

    package init(code: Int, type: String, message: String) {
        self.code = code
        self.type = type
        self.message = message
    }
}

extension WireError {
    package static func parseError(_ problem: String) -> WireError {
        WireError(
            code: -32700, type: "parse_error", message: "the line is not JSON as the protocol wants it: \(problem)")
    }
}

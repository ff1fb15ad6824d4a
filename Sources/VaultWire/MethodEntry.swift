package import VaultCore

/// One row of the method table: what dispatch, `rpc.discover` and Docs/protocol.md say about a method.
package struct MethodEntry: Sendable {
    package let method: Method
    /// One lower-case sentence.
    package let summary: String
    package let params: [Field]
    package let result: [Field]
    /// Types that this method adds to those that every method can answer with.
    package let errors: [ErrorType]
    /// Whether a call may be sent again when nobody knows whether it was done.
    package let isRepeatable: Bool
    /// Parameters and a result as JSON.
    package let example: (params: String, result: String)

    init(
        _ method: Method, _ summary: String, params: [Field] = [], result: [Field], errors: [ErrorType] = [],
        isRepeatable: Bool, example: (params: String, result: String)
    ) {
        self.method = method
        self.summary = summary
        self.params = params
        self.result = result
        self.errors = errors
        self.isRepeatable = isRepeatable
        self.example = example
    }

    /// What every method can answer with.
    package static let commonErrors: [ErrorType] = [
        .parseError, .invalidRequest, .methodNotFound, .invalidParams, .permissionDenied, .rateLimited, .overloaded,
        .internal,
    ]
}

package import VaultJSON

extension WireError {
    /// Writes one JSON-RPC response object with this error; the newline, or the brackets of a batch, are the caller's.
    package func write(id: CallID, to writer: inout JSONWriter) {
        writer.response(to: id) { writer in
            writer.member(
                "error",
                object: { writer in
                    writer.member("code", code)
                    writer.member("message", message)
                    writer.member("data", object: data)
                })
        }
    }

    private func data(to writer: inout JSONWriter) {
        writer.member("type", type.rawValue)
        writer.member("retryable", retryable)
        if let retryAfterMilliseconds { writer.member("retry_after_ms", retryAfterMilliseconds) }
        if let reason { writer.member("reason", reason) }
        if let field { writer.member("field", field) }
        if let scopes { writer.member("scopes", scopes) }
        if let claims { writer.member("claims", claims) }
        if let acrValues { writer.member("acr_values", acrValues) }
        if let amrValues { writer.member("amr_values", amrValues) }
        if let maximumAge { writer.member("max_age", maximumAge) }
        if let provider { writer.member("provider", provider) }
        if let providerError { writer.member("provider_error", providerError) }
    }
}

extension JSONWriter {
    /// A response object with its version and id; `body` writes the result or the error.
    mutating func response(to id: CallID, _ body: (inout JSONWriter) -> Void) {
        object { writer in
            writer.member("jsonrpc", "2.0")
            writer.name("id")
            switch id {
            case .json(let text): writer.raw(bytes: text.span)
            case .notification: writer.null()
            }
            body(&writer)
        }
    }
}

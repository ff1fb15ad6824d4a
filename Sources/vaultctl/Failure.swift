import VaultClient
import VaultCommandLine
import VaultJSON

/// Why a command did not do what it should: what was tried, what was wrong, and what the shell is told.
struct Failure: Error {
    /// A clause that follows "could not": `get a token of …`.
    let attempt: String
    let error: VaultClientError

    var exitCode: ExitCode {
        switch error {
        case .refused(let error): Self.exitCode(of: error.kind)
        case .unreachable, .connectionLost, .timedOut: .daemonUnreachable
        case .invalidCall: .usage
        case .cancelled, .closed, .protocolViolation: .failed
        }
    }

    private static func exitCode(of kind: RemoteError.Kind) -> ExitCode {
        switch kind {
        case .permissionDenied, .subjectDisabled: .denied
        case .notFound: .notFound
        case .reauthRequired, .stepUpRequired, .consentRequired: .needsReauthentication
        case .sealed: .sealed
        case .invalidParams: .usage
        case .parseError, .invalidRequest, .methodNotFound, .internal, .conflict, .rateLimited, .overloaded,
            .scopeExceeded, .blockedByPolicy, .providerUnavailable, .clientMisconfigured, .other:
            .failed
        }
    }

    /// One line for people, and one more where the daemon said more than its sentence.
    var text: String {
        var lines = ["vaultctl: could not \(attempt): \(error.description)"]
        if case .refused(let error) = error, let details = Self.details(of: error) { lines.append("  " + details) }
        return lines.map { TextTable.harmless($0) + "\n" }.joined()
    }

    private static func details(of error: RemoteError) -> String? {
        let details = [
            error.reason.map { "reason \($0)" }, error.scopes.map { "scopes \($0.joined(separator: " "))" },
            error.provider.map { "provider \($0)" }, error.providerError.map { "provider error \($0)" },
            error.claims.map { "claims \($0)" }, error.acrValues.map { "acr one of \($0)" },
            error.amrValues.map { "amr all of \($0.joined(separator: " "))" },
            error.maximumAge.map { "signed in at most \(TimeText.span($0)) ago" },
        ].compactMap { $0 }
        return details.isEmpty ? nil : details.joined(separator: ", ")
    }

    /// The same for programs.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member(
                "error",
                object: { writer in
                    writer.member("exit_code", exitCode.rawValue)
                    writer.member("message", "could not \(attempt): \(error.description)")
                    if case .refused(let error) = error { Self.write(error, to: &writer) }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ error: RemoteError, to writer: inout JSONWriter) {
        writer.member("code", error.code)
        writer.member("type", error.type)
        writer.member("retryable", error.isRetryable)
        if let pause = error.retryAfterMilliseconds { writer.member("retry_after_ms", pause) }
        if let reason = error.reason { writer.member("reason", reason) }
        if let field = error.field { writer.member("field", field) }
        if let scopes = error.scopes { writer.member("scopes", scopes) }
        if let claims = error.claims { writer.member("claims", claims) }
        if let values = error.acrValues { writer.member("acr_values", values) }
        if let values = error.amrValues { writer.member("amr_values", values) }
        if let age = error.maximumAge { writer.member("max_age", age) }
        if let provider = error.provider { writer.member("provider", provider) }
        if let code = error.providerError { writer.member("provider_error", code) }
    }
}

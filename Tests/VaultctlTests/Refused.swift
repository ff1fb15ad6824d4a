@testable import VaultClient

/// Refusals as the daemon gives them.
enum Refused {
    static let permission = error(.permissionDenied, "permission_denied", code: -32003, message: "this client may not")
    static let sealed = error(.sealed, "sealed", code: -32004, message: "the vault is sealed")
    static let overloaded = error(
        .overloaded, "overloaded", code: -32006, message: "a limit is reached", retryAfterMilliseconds: 1)

    private static func error(
        _ kind: RemoteError.Kind, _ type: String, code: Int64, message: String, retryAfterMilliseconds: Int64? = nil
    ) -> VaultClientError {
        .refused(
            RemoteError(
                kind: kind, type: type, code: code, message: message, isRetryable: retryAfterMilliseconds != nil,
                retryAfterMilliseconds: retryAfterMilliseconds, reason: nil, field: nil, scopes: nil, claims: nil,
                provider: nil, providerError: nil, acrValues: nil, amrValues: nil, maximumAge: nil))
    }
}

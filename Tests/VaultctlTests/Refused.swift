@testable import VaultClient

/// Refusals as the daemon gives them.
enum Refused {
    static let permission = VaultClientError.refused(
        RemoteError(
            kind: .permissionDenied, type: "permission_denied", code: -32003, message: "this client may not",
            isRetryable: false, retryAfterMilliseconds: nil, reason: nil, field: nil, scopes: nil, claims: nil,
            provider: nil, providerError: nil, acrValues: nil, amrValues: nil, maximumAge: nil))
}

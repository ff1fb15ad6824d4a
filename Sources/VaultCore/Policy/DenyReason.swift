/// Why policy said no; for the audit log and `policy.explain`, never for the caller, who could learn from it what exists.
package enum DenyReason: String, Error, CaseIterable, Sendable {
    case unknownClient = "unknown_client"
    case methodNotAllowed = "method_not_allowed"
    case providerNotAllowed = "provider_not_allowed"
    case subjectNotAllowed = "subject_not_allowed"
    /// Only of `policy.explain`: which scopes a token has is told later than whether there may be one.
    case scopeExceeded = "scope_exceeded"
    case wrongSocket = "wrong_socket"
}

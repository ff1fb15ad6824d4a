/// The words of `data.type` that programs branch on, each with its one JSON-RPC code. Words and numbers are never changed
/// or used again for something else.
package enum ErrorType: String, CaseIterable, Sendable {
    case parseError = "parse_error"
    case invalidRequest = "invalid_request"
    case methodNotFound = "method_not_found"
    case invalidParams = "invalid_params"
    case `internal`
    case permissionDenied = "permission_denied"
    case notFound = "not_found"
    case conflict
    case sealed
    case rateLimited = "rate_limited"
    case overloaded
    case scopeExceeded = "scope_exceeded"
    case reauthRequired = "reauth_required"
    case stepUpRequired = "step_up_required"
    case consentRequired = "consent_required"
    case blockedByPolicy = "blocked_by_policy"
    case providerUnavailable = "provider_unavailable"
    case clientMisconfigured = "client_misconfigured"
    case subjectDisabled = "subject_disabled"

    /// JSON-RPC 2.0 §5.1 reserves the first five; -32000 to -32099 are for servers to define.
    package var code: Int {
        switch self {
        case .parseError: -32700
        case .invalidRequest: -32600
        case .methodNotFound: -32601
        case .invalidParams: -32602
        case .internal: -32603
        case .permissionDenied: -32001
        case .notFound: -32002
        case .conflict: -32003
        case .sealed: -32004
        case .rateLimited: -32005
        case .overloaded: -32006
        case .scopeExceeded: -32007
        case .subjectDisabled: -32008
        case .reauthRequired: -32010
        case .stepUpRequired: -32011
        case .consentRequired: -32012
        case .blockedByPolicy: -32013
        case .providerUnavailable: -32020
        case .clientMisconfigured: -32021
        }
    }

    /// Whether the same call may succeed later although its caller changes nothing.
    package var isRetryable: Bool {
        switch self {
        case .sealed, .rateLimited, .overloaded, .providerUnavailable: true
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .internal, .permissionDenied, .notFound,
            .conflict, .scopeExceeded, .reauthRequired, .stepUpRequired, .consentRequired, .blockedByPolicy,
            .clientMisconfigured, .subjectDisabled:
            false
        }
    }

    /// What the type means and what to do about it, for the documents.
    package var meaning: String {
        switch self {
        case .parseError: "the line is not JSON as RFC 8259 has it, or breaks a limit; nothing of it was done"
        case .invalidRequest: "JSON, but no JSON-RPC 2.0 call or batch"
        case .methodNotFound: "no such method on this socket"
        case .invalidParams: "a parameter is missing, of the wrong kind, or breaks a cap; `data.field` names it"
        case .internal: "a fault of the vault itself; its log says which part"
        case .permissionDenied: "the policy does not let this client call this method here"
        case .notFound: "there is none, or this client may not see it: one answer for both"
        case .conflict: "the call does not fit what is stored; the message says how"
        case .sealed: "the vault has no key yet; an operator must unseal it"
        case .rateLimited: "too many calls; try again after `data.retry_after_ms`"
        case .overloaded: "a limit of the daemon is reached; try again after `data.retry_after_ms`"
        case .scopeExceeded: "`data.scopes` go beyond what the grant has or the client may ask for"
        case .reauthRequired: "the grant can no longer mint: sign the user in again; `data.reason` says why"
        case .stepUpRequired:
            "another sign-in is wanted: by the provider, with `data.claims` where it sent some, or by the policy, with what is "
                + "wanted in `data.acr_values` and `data.max_age` (parameters of the authentication request, RFC 9470 section 3) "
                + "and `data.amr_values`; `data.reason` says what was not met"
        case .consentRequired: "the provider wants the user's consent"
        case .blockedByPolicy: "the provider's own policy blocks this user, device or place"
        case .providerUnavailable: "the provider gave no usable answer; `data.reason` says which way"
        case .clientMisconfigured: "the provider refuses the vault's client registration; an operator must look"
        case .subjectDisabled: "an operator has disabled this user: nothing new of it is kept until it is enabled again"
        }
    }
}

/// Why policy said no; for the audit log and `policy.explain`, never for the caller, who could learn from it what exists.
package enum DenyReason: String, Error, CaseIterable, Sendable {
    case unknownClient = "unknown_client"
    case methodNotAllowed = "method_not_allowed"
    case providerNotAllowed = "provider_not_allowed"
    case subjectNotAllowed = "subject_not_allowed"
    case wrongSocket = "wrong_socket"
}

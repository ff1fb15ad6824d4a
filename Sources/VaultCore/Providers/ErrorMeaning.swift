/// What an error word of a provider comes to; the words of the cases are those that the configuration uses.
package enum ErrorMeaning: String, CaseIterable, Sendable {
    /// This refresh token is dead.
    case refused = "reauth_required"
    case stepUp = "step_up_required"
    case consent = "consent_required"
    case policy = "blocked_by_policy"
    /// The client registration is at fault, which condemns no grant.
    case client = "client_misconfigured"
    /// The scopes that were asked for; whose fault it is depends on whether they were sent.
    case scope = "scope_refused"
    case later = "provider_unavailable"
    case tooMany = "rate_limited"
}

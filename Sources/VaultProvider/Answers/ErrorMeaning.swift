/// What an error code of a provider comes to.
enum ErrorMeaning: Hashable, Sendable {
    /// This refresh token is dead.
    case refused
    case stepUp
    case consent
    case policy
    /// The client registration is at fault.
    case client
    /// The scopes that were asked for; whose fault it is depends on whether they were sent.
    case scope
    case later
    case tooMany
}

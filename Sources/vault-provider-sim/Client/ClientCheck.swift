/// The result of checking a request's client credentials.
enum ClientCheck: Equatable, Sendable {
    case good
    case wrong
    case malformed(String)
}

/// Why this side ended a transfer before the server did.
enum Ending {
    case deadline
    case tooLarge
    /// libcurl wanted to send the same request a second time; a refresh token is never sent twice.
    case repeated
}

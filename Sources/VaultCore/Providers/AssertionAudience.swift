/// The `aud` of a client's assertions: always one text, since some servers refuse a list.
package enum AssertionAudience: Hashable, Sendable {
    /// Whatever is asked: what most servers take themselves for (OpenID Connect Core §9).
    case tokenEndpoint
    /// The endpoint that is asked: the token or the revocation endpoint.
    case askedEndpoint
    case named(String)

    /// As the configuration writes it.
    package init(_ text: String) {
        self =
            switch text {
            case AssertionAudience.tokenEndpoint.text: .tokenEndpoint
            case AssertionAudience.askedEndpoint.text: .askedEndpoint
            default: .named(text)
            }
    }

    package var text: String {
        switch self {
        case .tokenEndpoint: "token_endpoint"
        case .askedEndpoint: "endpoint"
        case .named(let text): text
        }
    }
}

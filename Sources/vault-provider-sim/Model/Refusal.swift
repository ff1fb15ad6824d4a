/// An error answer of RFC 6749 §5.2.
enum Refusal: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case invalidScope = "invalid_scope"
    case unsupportedGrantType = "unsupported_grant_type"

    var status: Int {
        switch self {
        case .invalidClient: 401
        case .invalidRequest, .invalidGrant, .invalidScope, .unsupportedGrantType: 400
        }
    }
}

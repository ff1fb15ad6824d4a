/// How a grant is ended at its provider.
package enum RevocationStyle: String, CaseIterable, Sendable {
    /// The refresh token is sent to the revocation endpoint (RFC 7009).
    case rfc7009
    /// GitHub's: `DELETE` with Basic authentication and an access token, which is got by one last refresh.
    case githubToken = "github_token"
    /// The provider cannot be asked: what was handed out lives until it expires.
    case none
}

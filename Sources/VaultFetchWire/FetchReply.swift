/// What the server answered: the status, the few headers that decide something, and the body.
package struct FetchReply: Sendable, Equatable {
    package var status: UInt16
    package var contentType: String?
    package var retryAfter: String?
    /// The nonce that the next proof must carry (RFC 9449 §8).
    package var dpopNonce: String?
    /// By the server's clock (RFC 9110 §6.6.1).
    package var date: String?
    /// Whether a `WWW-Authenticate` header was there; what it says is not passed on.
    package var hasChallenge: Bool
    package var body: WipedBytes

    package init(
        status: UInt16, contentType: String? = nil, retryAfter: String? = nil, dpopNonce: String? = nil,
        date: String? = nil, hasChallenge: Bool = false, body: WipedBytes = .empty
    ) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.dpopNonce = dpopNonce
        self.date = date
        self.hasChallenge = hasChallenge
        self.body = body
    }
}

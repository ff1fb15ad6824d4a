package import VaultCore

/// An access token in clear with what decides how long it is still good for whom.
package struct LiveToken: Sendable {
    let issued: IssuedToken
    let mintedAt: Timestamp
    /// Minted for the very call that is answered with it, so that no better one is to be had.
    var isNew = false
    /// How it appears in the audit log, where that was worked out already: it is a hash over all of the token.
    var mark: TokenMark?

    package init(issued: IssuedToken, mintedAt: Timestamp, isNew: Bool = false, mark: TokenMark? = nil) {
        self.issued = issued
        self.mintedAt = mintedAt
        self.isNew = isNew
        self.mark = mark
    }

    func secondsLeft(at now: Timestamp) -> Int64 { issued.expiresAt.seconds(since: now) }
}

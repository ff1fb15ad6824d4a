import VaultCore

/// How long a token must still live for one caller.
struct TokenNeed: Sendable {
    /// What the caller said; it is kept to the letter.
    let asked: Int64?
    /// The configured minimum for callers who say nothing.
    let usual: Int64
    /// Only a token minted after the call will do.
    let fresh: Bool

    init(asked: Int64?, usual: Int64, fresh: Bool = false) {
        self.asked = asked
        self.usual = usual
        self.fresh = fresh
    }

    /// Whether the token does without a refresh.
    ///
    /// The usual minimum never asks for more than half of what the token had when it was minted: a provider whose tokens
    /// live shorter than the minimum would otherwise be asked at every call.
    func isMet(by token: LiveToken, at now: Timestamp) -> Bool {
        guard token.issued.expiresAt > now else { return false }
        let wholeLife = token.issued.expiresAt.seconds(since: token.mintedAt)
        return token.secondsLeft(at: now) >= asked ?? min(usual, wholeLife / 2)
    }

    /// Whether the token does when the provider cannot be asked: any that lives, unless the caller said how long it must.
    func isMetInTrouble(by token: LiveToken, at now: Timestamp) -> Bool {
        guard !fresh, token.issued.expiresAt > now else { return false }
        return token.secondsLeft(at: now) >= asked ?? 1
    }
}

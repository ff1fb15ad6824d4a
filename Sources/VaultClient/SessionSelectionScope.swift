import VaultJSON

/// Which sessions `endSessions` ends.
public struct SessionSelectionScope: Sendable {
    /// Of whom.
    public enum Owner: Hashable, Sendable {
        case subject(String)
        /// Of users with a session that a grant at this provider belongs to.
        case provider(String)
        /// All there are.
        case everyone
    }

    /// Of whom.
    public var owner: Owner
    /// The secret of the one that stays: the session that the user acts in.
    public var except: SecretText?

    /// All sessions of the owner.
    public init(of owner: Owner, except: SecretText? = nil) {
        self.owner = owner
        self.except = except
    }

    func write(to writer: inout JSONWriter) {
        switch owner {
        case .subject(let subject): writer.member("subject", subject)
        case .provider(let provider): writer.member("provider", provider)
        case .everyone: writer.member("everyone", true)
        }
        if let except { writer.member("except", secret: except) }
    }
}

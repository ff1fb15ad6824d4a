/// What the vault holds of one user, in numbers.
public struct SubjectSummary: Hashable, Sendable {
    /// Who.
    public let subject: String
    /// Since when new sessions and grants are refused, in seconds since 1970; nil: they are let in.
    public let disabledAt: Int64?
    /// Grants that there are.
    public let grants: Int64
    /// Sessions that there are.
    public let sessions: Int64
    /// Delegations that there are.
    public let delegations: Int64
    /// Refresh tokens that are still to be revoked at their providers.
    public let pendingRevocations: Int64
}

/// What became of everything that the vault held of one user.
public struct SubjectRevocation: Hashable, Sendable {
    /// One grant, which is over at the vault, and what became of it at its provider.
    public struct Line: Hashable, Sendable {
        /// Its handle.
        public let grant: String
        /// Where it is from.
        public let provider: String
        /// Which account there, where it is known.
        public let account: String?
        /// The protocol's word: `revoked`, `queued`, `not_supported` or `refused`.
        public let upstream: String
    }

    /// Who.
    public let subject: String
    /// Whether new sessions and grants are refused.
    public let isDisabled: Bool
    /// Sessions that were ended.
    public let sessions: Int64
    /// Delegations that were ended.
    public let delegations: Int64
    /// Grants that were ended.
    public let grants: [Line]
}

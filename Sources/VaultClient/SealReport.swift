/// Whether the vault is sealed, and what would unseal it.
public struct SealReport: Hashable, Sendable {
    /// Whether it is sealed now.
    public let isSealed: Bool
    /// Why, as a word, while it is sealed.
    public let reason: String?
    /// The same as a sentence that says what to do.
    public let problem: String?
    /// Where the configuration says that the seal key comes from: `file`, `credential`, `environment`, `command` or
    /// `passphrase`; nil when it cannot be read.
    public let source: String?
    /// What the store is sealed by: `key` or `passphrase`.
    public let store: String
    /// How long the next try at unsealing must wait, in milliseconds.
    public let retryAfterMilliseconds: Int64?
}

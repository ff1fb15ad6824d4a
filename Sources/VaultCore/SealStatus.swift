/// What `seal.status` tells.
package struct SealStatus: Hashable, Sendable {
    /// nil while the vault serves.
    package var problem: SealProblem?
    /// Where the configuration says that the seal key comes from; nil when it cannot be used.
    package var source: SealSource.Kind?
    /// Whether the store as it is now was sealed by a passphrase.
    package var isStoreUnderPassphrase: Bool
    /// How long the next try at unsealing must wait.
    package var retryAfterMilliseconds: Int64?

    package init(
        problem: SealProblem?, source: SealSource.Kind?, isStoreUnderPassphrase: Bool, retryAfterMilliseconds: Int64?
    ) {
        self.problem = problem
        self.source = source
        self.isStoreUnderPassphrase = isStoreUnderPassphrase
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}

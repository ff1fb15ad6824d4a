/// What a master key is still needed for.
package struct KeyNeeds: Hashable, Sendable {
    /// Record keys that are wrapped under it, whatever they are for.
    package var records: Int
    package var grants: Int
    /// Cached access tokens of these grants.
    package var cachedTokens: Int
    /// Queued revocations.
    package var revocations: Int

    package init(records: Int = 0, grants: Int = 0, cachedTokens: Int = 0, revocations: Int = 0) {
        self.records = records
        self.grants = grants
        self.cachedTokens = cachedTokens
        self.revocations = revocations
    }
}

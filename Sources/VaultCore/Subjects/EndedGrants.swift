/// Grants that ended with their session or subject and are still to be deleted, and revoked at their providers.
package struct EndedGrants: Equatable, Sendable {
    /// In order of ids, without their labels.
    package var grants: [Grant]
    /// false where there are more, or some do not read back.
    package var areAll: Bool

    package init(grants: [Grant] = [], areAll: Bool = true) {
        self.grants = grants
        self.areAll = areAll
    }
}

/// What can still be told of a grant that does not read back, so that it can be replaced or removed: one damaged record is
/// nobody's for ever.
package struct DamagedGrant: Hashable, Sendable {
    package let id: GrantID
    /// nil where the damage is in there.
    package let key: GrantKey?

    package init(id: GrantID, key: GrantKey?) {
        self.id = id
        self.key = key
    }
}

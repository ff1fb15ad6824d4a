/// What the vault does about grants that die or are dead.
package struct GrantSettings: Hashable, Sendable {
    /// How long before the death of a refresh token the audit log is told, at most; 0: it is not.
    package var noticeSeconds: Int64 = 14 * 86_400
    /// How long a grant has been dead when it is removed; nil: it is kept until somebody removes it.
    package var reapAfterSeconds: Int64?

    package init() {}
}

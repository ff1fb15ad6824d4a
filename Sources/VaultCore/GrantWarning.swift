/// What whoever put a grant should know, although it was stored.
package enum GrantWarning: String, CaseIterable, Sendable {
    /// The provider lets fewer refresh tokens live than there are now: it has ended the oldest, or will.
    case issuanceCapExceeded = "issuance_cap_exceeded"
}

/// Why a vault is not `ok`: a word for programs and a sentence for people.
public struct HealthReason: Hashable, Sendable {
    /// `sealed`, `audit_failing`, `store_failing`, `shutting_down`, …
    public let code: String
    /// Lower-case, without a value.
    public let text: String
}

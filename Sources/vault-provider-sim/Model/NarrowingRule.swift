/// What a `scope` parameter on a refresh does.
enum NarrowingRule: String, CaseIterable, Sendable {
    /// Narrows the access token of this answer alone, as RFC 6749 §6 says.
    case perToken = "per_token"
    /// Narrows every later refresh of the lineage too, as several real servers do.
    case lineage
    /// Nothing: the full scope is always issued.
    case ignored
}

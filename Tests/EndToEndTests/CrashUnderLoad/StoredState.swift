/// What one put leaves in the vault, as a client sees it.
struct StoredState: Equatable, Sendable {
    let generation: Int64
    /// Put as a label: says which put it was.
    let mark: String
    let accessToken: String
    /// The number of the lineage at the provider.
    let lineage: Int
}

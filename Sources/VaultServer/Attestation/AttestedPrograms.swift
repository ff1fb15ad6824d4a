/// What connections were found to run, so that a thousand of one program keep it once. Forgetting costs only memory: nothing is
/// believed because it stands here.
struct AttestedPrograms {
    private static let most = 64
    private var known: Set<Attested> = []

    /// What is equal to `found` and was there before, or that itself.
    mutating func shared(_ found: Attested) -> Attested {
        if known.count >= Self.most, !known.contains(found) { known.removeAll() }
        return known.insert(found).memberAfterInsert
    }
}

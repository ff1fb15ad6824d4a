import VaultCore

extension ServiceContext {
    /// So many are let go of one by one.
    private static let endedAtOnce = 1_000

    /// To be called after a write that may have ended grants, before anyone learns of it: none of their tokens stays in memory.
    ///
    /// - Parameter subject: only this one's were ended.
    /// - Returns: those that are to be finished.
    @discardableResult
    func letGoOfEndedGrants(of subject: Subject? = nil) -> [Grant] {
        do throws(StoreFailure) {
            let ended = try subjects.endedGrants(of: subject, limit: Self.endedAtOnce)
            if ended.areAll { for grant in ended.grants { cache.invalidate(grant) } } else { cache.removeAll() }
            // Whoever ended one subject finishes its grants, to tell what became of them.
            if !ended.grants.isEmpty, subject == nil { endedGrants.call() }
            return ended.grants
        } catch {
            cache.removeAll()
            endedGrants.call()
            return []
        }
    }
}
